// The day of a location by pointer and keyboard. A visit is drawn where it is dropped at once; the server says whether it stays.
import { find, findAll, kept } from "../ui/page.js";

const STEP = 15; // minutes
const HOLD = 350; // milliseconds that a finger rests before it carries
const EDGE = 8; // pixels above the lower edge of a visit by which its end is pulled
const FAR = 4; // pixels after which a press is a drag

const SHORTEST = 10; // minutes of a visit that is pulled shorter

const board = () => find("#journal"); // what is drawn anew may be another element
const aside = find("#visit-aside");
const booking = find("#book-aside");
const pixels = () => parseFloat(getComputedStyle(board()).getPropertyValue("--px")) || 1.25;
const step = (minutes) => Math.round(minutes / STEP) * STEP;
const minute = (visit) => parseFloat(visit.style.getPropertyValue("--m"));
const length = (visit) => parseFloat(visit.style.getPropertyValue("--d"));
let drag = null;
let dropped = 0; // when

function put(visit, column, at) {
  const last = parseFloat(getComputedStyle(board()).getPropertyValue("--minutes")) - length(visit);
  if (visit.parentElement !== column) column.append(visit);
  visit.style.setProperty("--m", Math.max(0, Math.min(last, at)));
}

function back() {
  put(drag.visit, drag.from.column, drag.from.at);
  drag.visit.style.setProperty("--d", drag.from.long);
}

// What is sent to the server comes back as the columns that it changed.
function tell(visit, address, values, undone) {
  const told = { ...values, version: visit.dataset.version, ends: board().dataset.ends };
  window.htmx.ajax("POST", address, { source: visit, target: "#journal", swap: "none", values: told }).catch(undone);
}

function save(visit, from) {
  const column = visit.parentElement;
  if (column === from.column && minute(visit) === from.at) return;
  const values = { minute: Number(board().dataset.opens) + minute(visit), was: from.column.dataset.user, user: column.dataset.user };
  tell(visit, visit.dataset.move, values, () => put(visit, from.column, from.at));
}

function saveEnd(visit, long) {
  const by = length(visit) - long;
  if (by) tell(visit, visit.dataset.stretch, { by }, () => visit.style.setProperty("--d", long));
}

function end(is_kept) {
  const { visit, from, is_live, is_end, stop } = drag;
  clearTimeout(drag.timer);
  stop.abort();
  visit.classList.remove("carried", "pulled");
  if (is_live && !is_kept) back();
  drag = null;
  if (is_live) dropped = Date.now();
  if (is_live && is_kept) is_end ? saveEnd(visit, from.long) : save(visit, from);
}

function begin() {
  drag.is_live = true;
  drag.visit.classList.add(drag.is_end ? "pulled" : "carried");
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
  if (drag.is_end) return pull(drag.visit, drag.from.long + step((event.clientY - drag.y) / pixels()));
  const column = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches(".column") && one.dataset.at === drag.from.column.dataset.at) ?? drag.visit.parentElement;
  const top = event.clientY - drag.inside - column.getBoundingClientRect().top;
  put(drag.visit, column, step(top / pixels()));
}

function pull(visit, long) {
  visit.style.setProperty("--d", Math.max(SHORTEST, long));
}

addEventListener("pointerdown", (event) => {
  const visit = event.target.closest?.("#journal [data-move]");
  if (!visit || event.button || drag) return;
  const box = visit.getBoundingClientRect();
  const stop = new AbortController();
  const told = { signal: stop.signal };
  drag = {
    visit, stop, pointer: event.pointerId, x: event.clientX, y: event.clientY, is_live: false,
    inside: event.clientY - box.top, is_end: box.bottom - event.clientY < EDGE && box.height > 3 * EDGE,
    from: { column: visit.parentElement, at: minute(visit), long: length(visit) },
  };
  if (event.pointerType === "touch") drag.timer = setTimeout(begin, HOLD);
  addEventListener("pointermove", move, told);
  addEventListener("pointerup", () => end(true), told);
  addEventListener("pointercancel", () => end(false), told);
  addEventListener("keydown", (key) => key.key === "Escape" && end(false), told);
  addEventListener("touchmove", (touch) => drag?.is_live && touch.preventDefault(), { ...told, passive: false });
});

// What was dropped is not opened; a link is not dragged as one.
addEventListener("dragstart", (event) => event.target.closest?.("#journal") && event.preventDefault());

addEventListener("click", (event) => {
  const visit = event.target.closest?.("#journal [data-visit]");
  if (visit) return look(event, visit);
  const book = event.target.closest?.("[data-book-beside]");
  if (book && booking && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    return open(booking, book.href, "#book-in");
  }
  if (event.target.matches?.("#journal > .column, #journal .off") && board().dataset.book) bookAt(event);
});

/** Who it is, and what can be done with the visit, beside the board. With Ctrl, or the middle button, its page. */
function look(event, visit) {
  if (dropped && Date.now() - dropped < 300) return event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
  event.preventDefault();
  open(aside, visit.href, "#visit-in");
}

async function open(drawer, address, target) {
  await window.htmx.ajax("GET", address, { source: drawer, target, swap: "innerHTML" });
  if (!drawer.open) drawer.showModal();
  find("[autofocus]", drawer)?.focus();
}

// A press on free time books it: at that quarter, with whoever's column it is.
function bookAt(event) {
  const column = event.target.closest(".column");
  book(column, Number(board().dataset.opens) + Math.floor((event.clientY - column.getBoundingClientRect().top) / pixels() / STEP) * STEP);
}

function book(column, at) {
  open(booking, `${board().dataset.book}&from=${clock(at)}&user=${column.dataset.user}${column.dataset.at ? `&at=${column.dataset.at}` : ""}`, "#book-in");
}

addEventListener("keydown", (event) => {
  const visit = event.target.closest?.("#journal [data-move]");
  if (!visit || !event.shiftKey || event.ctrlKey || event.altKey) return;
  const longer = { Equal: STEP, NumpadAdd: STEP, Minus: -STEP, NumpadSubtract: -STEP }[event.code];
  if (longer) {
    const long = length(visit);
    event.preventDefault();
    pull(visit, long + longer);
    return saveEnd(visit, long);
  }
  const by = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  if (!by) return;
  const columns = findAll(".column", board()).filter((one) => one.dataset.at === visit.parentElement.dataset.at);
  const column = columns[columns.indexOf(visit.parentElement) + by[0]];
  if (!column) return;
  event.preventDefault();
  const from = { column: visit.parentElement, at: minute(visit) };
  put(visit, column, minute(visit) + by[1]);
  visit.focus();
  save(visit, from);
});

// --- Walking over the board by arrows ---------------------------------------------------------------------------------

const HALF = 30; // minutes between the starts that arrows stop at
const free = document.createElement("button"); // the free time that one stands on: one element, put where it is
Object.assign(free, { type: "button", className: "free" });

const number = (one, name) => parseFloat(one.style.getPropertyValue(name)) || 0;
const columns = () => findAll(".column", board());

/** What arrows stop at in a column, from the top: visits, and the starts of free time where one may book. */
function stops(column) {
  const visits = findAll("[data-visit]", column).map((visit) => ({ visit, from: minute(visit), till: minute(visit) + length(visit) }));
  const taken = findAll(".off", column).map((off) => [number(off, "--m"), number(off, "--m") + number(off, "--d")]);
  for (const { visit, from, till } of visits) {
    if (!visit.classList.contains("no_show")) taken.push([from - number(visit, "--before"), till + number(visit, "--after")]);
  }
  const found = visits.map(({ visit, from }) => ({ visit, at: from }));
  let at = 0;
  for (const [from, till] of [...taken.sort((one, other) => one[0] - other[0]), [number(board(), "--minutes"), 0]]) {
    const last = from - SHORTEST;
    if (board().dataset.book) for (let start = at; start <= last; start = (Math.floor(start / HALF) + 1) * HALF) found.push({ at: start });
    at = Math.max(at, till);
  }
  return found.sort((one, other) => one.at - other.at);
}

const clock = (at) => `${Math.floor(at / 60) % 24}:${String(at % 60).padStart(2, "0")}`;

function stand(column, { visit, at }) {
  if (!visit) {
    free.style.setProperty("--m", at);
    free.textContent = `${clock(Number(board().dataset.opens) + at)} ${board().dataset.free}`;
    if (free.parentElement !== column) column.append(free);
  }
  (visit ?? free).focus();
  (visit ?? free).scrollIntoView({ block: "nearest", inline: "nearest" });
}

const nearest = (some, at) => some.reduce((best, one) => (Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best));

/** From nowhere in particular: the first visit or free time of the day, or of what is left of it. */
function enter() {
  const now = find("#journal .now");
  for (const column of columns()) {
    const some = stops(column);
    if (some.length) return stand(column, some.find((one) => !now || one.at >= number(now, "--m")) ?? some[0]);
  }
}

addEventListener("keydown", (event) => {
  const by = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  if (!by || drag || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === board()) return event.preventDefault(), enter();
  const here = event.target.closest?.("#journal [data-visit], #journal .free");
  if (!here) return;
  event.preventDefault();
  const [column, at] = [here.closest(".column"), number(here, "--m")];
  if (by[1]) {
    const some = stops(column);
    const next = some[some.findIndex((one) => (here === free ? !one.visit && one.at === at : one.visit === here)) + by[1]];
    return next && stand(column, next);
  }
  const all = columns();
  for (let next = all.indexOf(column) + by[0]; all[next]; next += by[0]) {
    const some = stops(all[next]);
    if (some.length) return stand(all[next], nearest(some, at));
  }
});

free.addEventListener("click", () => book(free.closest(".column"), Number(board().dataset.opens) + number(free, "--m")));
free.addEventListener("blur", () => setTimeout(() => document.activeElement === free || booking?.open || free.remove()));

// --- What was done beside the board, and elsewhere --------------------------------------------------------------------

document.addEventListener("board-changed", () => (aside?.close(), booking?.close()));

// What was dropped is asked about: of an hour that comes twice, which of the two.
document.addEventListener("board-asks", () => {
  if (!aside.open) aside.showModal();
  find("[autofocus]", aside)?.focus();
});

// A form beside the board tells what stretch of the day is shown, so that only what differs is drawn.
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement?.closest?.("[data-board]")) ctx.request.body?.set?.("ends", board()?.dataset.ends ?? "");
});

// The live poll has news: the columns that differ from what is shown are asked for, and what is new on it flashes once.
let late = false;

async function renew() {
  if (!board() || drag) return (late = Boolean(drag));
  const there = new Set(findAll("[data-visit]", board()).map(sign));
  const [column, at] = document.activeElement === free ? [free.parentElement.id, number(free, "--m")] : [];
  const values = { has: findAll(".column", board()).map((one) => one.dataset.sign).join(), ends: board().dataset.ends };
  await window.htmx.ajax("GET", location.href.replace(/#.*/, ""), { source: board(), target: "#journal", swap: "none", values });
  if (column && !free.isConnected && document.getElementById(column)) stand(document.getElementById(column), { at });
  for (const visit of findAll("[data-visit]", board())) if (!there.has(sign(visit))) flash(visit);
}

const sign = (visit) => `${visit.dataset.visit} ${visit.parentElement.dataset.user} ${visit.style.cssText} ${visit.className.replace(" fresh", "")}`;

function flash(visit) {
  visit.classList.add("fresh");
  visit.addEventListener("animationend", () => visit.classList.remove("fresh"), { once: true });
}

document.addEventListener("pomni:news", renew);
addEventListener("pointerup", () => late && setTimeout(() => ((late = false), renew())));

// --- Looks ------------------------------------------------------------------------------------------------------------

const HUES = "pomni.board-hues";
const hues = find("#by-service");
const paint = (on) => {
  document.documentElement.classList.toggle("by-service", on);
  hues.ariaPressed = String(on);
};

if (hues) {
  hues.hidden = false;
  paint(Boolean(kept("localStorage", HUES)));
  hues.addEventListener("click", () => {
    const on = hues.ariaPressed !== "true";
    kept("localStorage", HUES, on ? "on" : null);
    paint(on);
  });
}

// A day that is going on is opened at its present minute.
const line = find("#journal .gutter b");
if (line && !location.hash) board().scrollTop = Math.max(0, line.offsetTop - board().clientHeight / 3);
