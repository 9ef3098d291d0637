// Keys. data-hotkey="n", "shift+l" or "g c" stands on the real link, button or field: the key and the click are one.
// Matched by the physical key, so that they are the same on Russian and Polish layouts.
import { find, findAll, nameOf, typing } from "./page.js";

const WAIT = 900;
const SLASH = { ".": "/", ",": "?" }; // what the key of "/" gives on a Russian layout
let begun = "";
let forget;

const lettersWork = () => document.body.dataset.keys !== "off";

function keyOf(event) {
  if (event.code?.startsWith("Key")) return (event.shiftKey ? "shift+" : "") + event.code[3].toLowerCase();
  if (event.code === "Slash" && SLASH[event.key]) return SLASH[event.key];
  return event.key.toLowerCase();
}

const shown = (node) => !node.hidden && !node.disabled && node.ariaDisabled !== "true";

/** The element that a key presses: in what lies on top, else on the page itself, else in the shell. */
function holder(keys) {
  const selector = `[data-hotkey="${CSS.escape(keys)}"]`;
  const top = findAll("dialog[open]").at(-1);
  const places = top ? [top] : [find("#toasts"), find("main"), document];
  const hits = (place) => findAll(selector, place).filter(shown);
  return places.map((place) => place && hits(place).at(place.id === "toasts" ? -1 : 0)).find(Boolean); // the last toast is meant
}

function press(node) {
  if (node.matches("input, textarea, select")) node.focus();
  else node.click();
}

// Lists: the focus walks along the links of the rows, so that Enter needs nothing of us.
const ROWS = "main [data-rows] > :is(tr, li), main .table > tbody > tr";
const rows = () => findAll(ROWS).filter((row) => row.offsetParent && find("a[href]", row));

function walk(step) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (!next) return false;
  find("a[href]", next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function pick() {
  const box = document.activeElement.closest?.(ROWS)?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

const IN_LISTS = { j: () => walk(1), k: () => walk(-1), x: pick };

function withCtrl(event) {
  const form = event.key === "Enter" && event.target.closest?.("form");
  if (form?.method !== "post") return;
  event.preventDefault();
  form.requestSubmit();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.key === "Dead" || !event.key) return;
  if (event.getModifierState?.("AltGraph")) return;
  if (event.ctrlKey || event.metaKey) return withCtrl(event);
  if (!lettersWork() || typing(event.target)) return;
  const key = keyOf(event);
  const hit = (begun && holder(`${begun} ${key}`)) || holder(key);
  clearTimeout(forget);
  forget = setTimeout(() => (begun = ""), WAIT);
  begun = hit ? "" : key;
  if (hit) press(hit);
  else if (find("dialog[open]") || !IN_LISTS[key]?.()) return;
  event.preventDefault();
});

// The list of keys: what this very page has, in the words of its own buttons.
const printed = (keys) =>
  keys
    .replaceAll("+", " ")
    .split(" ")
    .map((key) => key[0].toUpperCase() + key.slice(1));

function line(node) {
  const row = document.createElement("div");
  const [keys, words] = [document.createElement("dt"), document.createElement("dd")];
  for (const key of printed(node.dataset.hotkey)) {
    const cap = document.createElement("kbd");
    cap.className = "kbd";
    cap.textContent = key;
    keys.append(cap, " ");
  }
  words.textContent = nameOf(node);
  row.append(keys, words);
  row.dataset.made = "";
  return row;
}

export function listKeys(dialog) {
  for (const old of findAll("[data-made]", dialog)) old.remove();
  const main = find("main");
  const told = new Set();
  for (const node of [...findAll("main [data-hotkey]"), ...findAll("[data-hotkey]")].filter(shown)) {
    if (told.has(node.dataset.hotkey) || "unlisted" in node.dataset || !nameOf(node)) continue;
    told.add(node.dataset.hotkey);
    const part = main.contains(node) ? "here" : "all";
    find(`[data-keys-${part}] dl`, dialog).append(line(node));
  }
  find("[data-keys-here]", dialog).hidden = !find("[data-keys-here] [data-made]", dialog);
  find("[data-keys-rows]", dialog).hidden = !rows().length;
  find("[data-keys-pick]", dialog).hidden = !rows().some((row) => find("input[type=checkbox]", row));
  find("[name=keys]", dialog).checked = lettersWork();
}

export function switchLetters(on) {
  if (on) delete document.body.dataset.keys;
  else document.body.dataset.keys = "off";
}

for (const node of findAll(".with-keys")) node.hidden = !matchMedia("(any-hover: hover)").matches;
