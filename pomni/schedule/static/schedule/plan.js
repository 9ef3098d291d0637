// The month of working hours: dragging over it ticks the colleagues and chooses the days of the form below.
const roster = document.querySelector("[data-paint]");
const form = roster?.closest("form");
let start = null;

const cells = () => [...roster.querySelectorAll("td[data-day]")];
const placeOf = (cell) => ({ row: cell.closest("tr").rowIndex, day: cell.cellIndex });

function paint(cell) {
  const a = placeOf(start);
  const b = placeOf(cell);
  const within = (at, one, other) => at >= Math.min(one, other) && at <= Math.max(one, other);
  for (const one of cells()) {
    const at = placeOf(one);
    one.classList.toggle("painted", within(at.row, a.row, b.row) && within(at.day, a.day, b.day));
  }
}

function fill() {
  const painted = cells().filter((cell) => cell.classList.contains("painted"));
  const rows = new Set(painted.map((cell) => cell.closest("tr")));
  for (const box of form.querySelectorAll('[name="users"]')) box.checked = rows.has(box.closest("tr"));
  const days = painted.map((cell) => cell.dataset.day).sort();
  for (const [name, day] of [["first", days[0]], ["last", days.at(-1)]]) {
    const field = form.elements.namedItem(name);
    field.value = day;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.elements.namedItem("hours").focus();
}

if (form) {
  roster.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (!cell || event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    start = cell;
    paint(cell);
  });
  roster.addEventListener("pointerover", (event) => {
    const cell = start && event.target.closest("td[data-day]");
    if (cell) paint(cell);
  });
  addEventListener("pointerup", () => {
    if (start) fill();
    start = null;
  });
}
