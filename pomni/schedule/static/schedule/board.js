// The day of a location by pointer and keyboard. A visit is drawn where it is dropped at once; the server says whether it stays.
import { find, findAll } from "../ui/page.js";

const STEP = 15; // minutes
const HOLD = 350; // milliseconds that a finger rests before it carries
const FAR = 4; // pixels after which a press is a drag

const board = find("#journal");
const pixels = () => parseFloat(getComputedStyle(board).getPropertyValue("--px")) || 1.25;
const step = (minutes) => Math.round(minutes / STEP) * STEP;
const minute = (visit) => parseFloat(visit.style.getPropertyValue("--m"));
const length = (visit) => parseFloat(visit.style.getPropertyValue("--d"));
let drag = null;
let dropped = 0; // when

function put(visit, column, at) {
  const last = parseFloat(getComputedStyle(board).getPropertyValue("--minutes")) - length(visit);
  if (visit.parentElement !== column) column.append(visit);
  visit.style.setProperty("--m", Math.max(0, Math.min(last, at)));
}

function back() {
  put(drag.visit, drag.from.column, drag.from.at);
}

function save(visit, from) {
  const column = visit.parentElement;
  if (column === from.column && minute(visit) === from.at) return;
  const values = { minute: Number(board.dataset.opens) + minute(visit), was: from.column.dataset.user, user: column.dataset.user, version: visit.dataset.version };
  const stays = window.htmx.ajax("POST", visit.dataset.move, { source: visit, target: "#journal", swap: "outerMorph", values });
  stays.catch(() => put(visit, from.column, from.at));
}

function end(is_kept) {
  const { visit, from, is_live, stop } = drag;
  clearTimeout(drag.timer);
  stop.abort();
  visit.classList.remove("carried");
  if (is_live && !is_kept) back();
  drag = null;
  if (is_live) dropped = Date.now();
  if (is_live && is_kept) save(visit, from);
}

function begin() {
  drag.is_live = true;
  drag.visit.classList.add("carried");
  drag.visit.setPointerCapture?.(drag.pointer);
}

function move(event) {
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
  if (!drag.is_live) {
    if (drag.timer) return far > 2 * FAR ? end(false) : undefined; // the finger scrolls
    if (far < FAR) return;
    begin();
  }
  event.preventDefault();
  const column = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches(".column")) ?? drag.visit.parentElement;
  const top = event.clientY - drag.inside - column.getBoundingClientRect().top;
  put(drag.visit, column, step(top / pixels()));
}

board?.addEventListener("pointerdown", (event) => {
  const visit = event.target.closest("[data-move]");
  if (!visit || event.button || drag) return;
  const stop = new AbortController();
  const told = { signal: stop.signal };
  drag = {
    visit, stop, pointer: event.pointerId, x: event.clientX, y: event.clientY, is_live: false,
    inside: event.clientY - visit.getBoundingClientRect().top,
    from: { column: visit.parentElement, at: minute(visit) },
  };
  if (event.pointerType === "touch") drag.timer = setTimeout(begin, HOLD);
  addEventListener("pointermove", move, told);
  addEventListener("pointerup", () => end(true), told);
  addEventListener("pointercancel", () => end(false), told);
  addEventListener("keydown", (key) => key.key === "Escape" && end(false), told);
  addEventListener("touchmove", (touch) => drag?.is_live && touch.preventDefault(), { ...told, passive: false });
});

// What was dropped is not opened; a link is not dragged as one.
board?.addEventListener("dragstart", (event) => event.preventDefault());
board?.addEventListener("click", (event) => {
  if (dropped && Date.now() - dropped < 300) event.preventDefault();
}, true);

// A press on free time books it: at that quarter, with whoever's column it is.
board?.addEventListener("click", (event) => {
  if (!board.dataset.book || event.defaultPrevented || !event.target.matches(".column, .off")) return;
  const column = event.target.closest(".column");
  const at = Number(board.dataset.opens) + Math.floor((event.clientY - column.getBoundingClientRect().top) / pixels() / STEP) * STEP;
  const hour = `${Math.floor(at / 60) % 24}:${String(at % 60).padStart(2, "0")}`;
  location.assign(`${board.dataset.book}&from=${hour}&user=${column.dataset.user}`);
});

addEventListener("keydown", (event) => {
  const visit = event.target.closest?.("[data-move]");
  const by = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  if (!visit || !by || !event.shiftKey) return;
  const columns = findAll(".column", board);
  const column = columns[columns.indexOf(visit.parentElement) + by[0]];
  if (!column) return;
  event.preventDefault();
  const from = { column: visit.parentElement, at: minute(visit) };
  put(visit, column, minute(visit) + by[1]);
  save(visit, from);
});
