// The calendar of the browser beside a field in which a day may also be typed. What is picked is written as people write it,
// before a form that is sent at each change hears of it.

const english = document.documentElement.lang.startsWith("en");

function written(day) {
  if (english) return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }).format(day);
  return [String(day.getDate()).padStart(2, "0"), String(day.getMonth() + 1).padStart(2, "0"), day.getFullYear()].join(".");
}

addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const native = button.parentElement.querySelector(".native");
  const typed = button.parentElement.querySelector("input:not(.native)").value.match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/);
  native.value = typed ? `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}` : "";
  native.showPicker();
});

addEventListener("change", (event) => {
  if (!event.target.matches(".with-end > .native") || !event.target.value) return;
  const field = event.target.parentElement.querySelector("input:not(.native)");
  field.value = written(new Date(`${event.target.value}T12:00`));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}, true);
