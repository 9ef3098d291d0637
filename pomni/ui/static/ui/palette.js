// The palette: find or do. What this person can open or begin is matched here at once; records come from the server.
import { find, findAll, kept, me, nameOf } from "./page.js";
import { ask } from "./session.js";

const WAIT = 120;
const MOST_RECENT = 6;
const MOST_EACH = 7;
const box = find("#palette");
const input = find("#palette-ask");
const list = find("#palette-list");
const said = box && find("[role=status]", box);

// --- Words ------------------------------------------------------------------------------------------------------------
// As `fold` of pomni/kit/spelling.py; the options carry every other spelling in data-words.
const TAILS = /[\u0300-\u0305\u0307-\u036f]/g;
const fold = (text) => text.toLowerCase().normalize("NFD").replace(TAILS, "").normalize("NFC").replaceAll("ё", "е").replaceAll("ł", "l");
const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
// A typed word may be a letter key of the other layout, so it is also compared as typed, marks and all.
const answers = (typed, option) => {
  const words = (option.dataset.words || fold(nameOf(option))).split(" ");
  return typed.every((one) => words.some((word) => word.startsWith(one)));
};

// --- What is in store -------------------------------------------------------------------------------------------------
const storeName = () => `pomni.palette:${me()}:${document.documentElement.lang}`;
const recentName = () => `pomni.recent:${me()}`;
let stock; // a fragment: everything that can be opened or begun
let asking;
let timer;

function fragment(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

/** Until the server has told, the menu of this very page. */
function fromPage() {
  const made = document.createDocumentFragment();
  const group = document.createElement("div");
  group.role = "group";
  for (const link of findAll(".side nav a, #begin a")) {
    const option = document.createElement("a");
    option.className = "option";
    option.href = link.getAttribute("href");
    option.append(...[...link.children].map((part) => part.cloneNode(true)));
    group.append(option);
  }
  made.append(group);
  return made;
}

async function fetchStock() {
  try {
    const answer = await ask(box.dataset.url);
    if (!answer.ok) return;
    const html = await answer.text();
    kept("sessionStorage", storeName(), html);
    stock = fragment(html);
    if (box.open && !input.value.trim()) draw();
  } catch {
    // What the page itself has is still there.
  }
}

// --- What was chosen before -------------------------------------------------------------------------------------------
// Places by address alone for good; names of records only until the tab is closed: they are people.
const recent = () => {
  const told = [kept("sessionStorage", recentName()), kept("localStorage", recentName())].map((text) => JSON.parse(text || "[]"));
  return told.flat().sort((a, b) => b.at - a.at);
};

function remember(option) {
  const isKnown = Boolean(option.dataset.words) || stock?.querySelector(`a[href="${CSS.escape(option.getAttribute("href"))}"]`);
  const store = isKnown ? "localStorage" : "sessionStorage";
  const url = option.getAttribute("href");
  const one = { url, at: Date.now(), ...(isKnown ? {} : { html: option.innerHTML }) };
  const others = JSON.parse(kept(store, recentName()) || "[]").filter((before) => before.url !== url);
  kept(store, recentName(), JSON.stringify([one, ...others].slice(0, MOST_RECENT)));
}

function recentGroup() {
  const group = document.createElement("div");
  group.role = "group";
  const title = document.createElement("p");
  title.className = "group";
  title.textContent = group.ariaLabel = find("[data-recent]", box).content.textContent;
  group.append(title);
  for (const { url, html } of recent().slice(0, MOST_RECENT)) {
    if (url === location.pathname) continue;
    const known = findAll("a", stock).find((option) => option.getAttribute("href") === url);
    const option = known?.cloneNode(true) ?? (html && Object.assign(document.createElement("a"), { className: "option", href: url, innerHTML: html }));
    if (option) group.append(option);
  }
  return group.querySelector("a") ? group : null;
}

// --- Showing ----------------------------------------------------------------------------------------------------------
const options = () => findAll("[role=option]", list);
const current = () => find("[aria-selected=true]", list);

function select(option) {
  for (const other of options()) other.ariaSelected = String(other === option);
  if (!option) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

/** Options are told as options of the field; the letters that were typed stand out. */
function dress() {
  const typed = wordsOf(input.value);
  for (const [n, option] of findAll("a.option", list).entries()) {
    Object.assign(option, { role: "option", id: `palette-${n}`, tabIndex: -1, ariaSelected: "false" });
    const label = find(".label", option);
    const text = label.textContent;
    const at = typed[0] ? fold(text).search(new RegExp(`(?<![\\p{L}\\p{N}])${typed[0]}`, "u")) : -1;
    if (at < 0 || fold(text).length !== text.length) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + typed[0].length);
    label.replaceChildren(text.slice(0, at), mark, text.slice(at + typed[0].length));
  }
  said.textContent = find("[data-count]", list)?.textContent ?? "";
  select(options()[0]);
  list.scrollTop = 0;
}

function draw() {
  const typed = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const shown = stock.cloneNode(true);
  if (typed.length) {
    for (const group of findAll("[role=group]", shown)) {
      const fit = findAll("a.option", group).filter((option) => typed.every((one) => answers([fold(one)], option) || answers([one], option)));
      for (const option of findAll("a.option", group)) if (fit.indexOf(option) < 0 || fit.indexOf(option) >= MOST_EACH) option.remove();
      if (!fit.length) group.remove();
    }
  } else {
    const lately = recentGroup();
    if (lately) shown.prepend(lately);
  }
  list.replaceChildren(shown);
  dress();
}

async function askServer() {
  asking?.abort();
  const typed = input.value.trim();
  if (!typed) return;
  asking = new AbortController();
  const url = new URL(box.dataset.url, document.baseURI);
  url.searchParams.set("q", typed);
  const slow = setTimeout(() => (box.ariaBusy = "true"), 300);
  try {
    const answer = await ask(url, { signal: asking.signal });
    const html = await answer.text();
    if (!answer.ok || input.value.trim() !== typed) return;
    const before = current()?.getAttribute("href");
    list.replaceChildren(fragment(html));
    dress();
    if (hurry) go(current(), hurry.aside);
    else if (moved) select(options().find((option) => option.getAttribute("href") === before) ?? options()[0]);
  } catch (trouble) {
    if (trouble.name !== "AbortError") document.dispatchEvent(new CustomEvent("htmx:error", { detail: { error: trouble } }));
  } finally {
    clearTimeout(slow);
    box.ariaBusy = null;
  }
}

// --- Doing ------------------------------------------------------------------------------------------------------------
let moved = false; // the person chose a line: it stays chosen when the answer comes
let hurry = null; // Enter came before the answer did

export function open() {
  if (!box || box.open) return;
  stock ??= fragment(kept("sessionStorage", storeName()) || "");
  if (!stock.querySelector("a")) stock = fromPage();
  input.value = "";
  moved = false;
  box.showModal();
  input.focus();
  draw();
  fetchStock();
}

function go(option, aside) {
  if (!option) return;
  remember(option);
  if (aside) window.open(option.href, "_blank", "noopener");
  else {
    box.close();
    location.assign(option.href);
  }
}

function step(by) {
  const all = options();
  if (!all.length) return;
  moved = true;
  select(all[(all.indexOf(current()) + by + all.length) % all.length]);
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Home: () => step(-options().indexOf(current())),
  End: () => step(options().length - 1 - options().indexOf(current())),
  PageDown: () => step(Math.min(7, options().length - 1 - options().indexOf(current()))),
  PageUp: () => step(-Math.min(7, options().indexOf(current()))),
};

function keys(event) {
  if (event.isComposing) return;
  const aside = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && !current() && input.value.trim()) hurry = { aside };
  else if (event.key === "Enter") go(current(), aside);
  else if (event.key in KEYS && !event.shiftKey && !event.ctrlKey) KEYS[event.key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

if (box) {
  input.addEventListener("keydown", keys);
  input.addEventListener("input", () => {
    moved = false;
    hurry = null;
    clearTimeout(timer);
    draw();
    timer = setTimeout(askServer, WAIT);
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || event.button) return;
    remember(option);
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) box.close();
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== current()) select(option);
  });
  box.addEventListener("close", () => (clearTimeout(timer), asking?.abort()));
}

addEventListener("keydown", (event) => {
  const isK = event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!isK || !me() || (find("dialog[open]") && !box?.open)) return;
  event.preventDefault();
  if (box.open) box.close();
  else open();
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of findAll("kbd")) if (key.textContent.startsWith("Ctrl ")) key.textContent = key.textContent.replace("Ctrl ", "⌘ ");
}
