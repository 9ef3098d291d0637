// Behaviour of the shell. Everything is declared in the HTML and works without this file too, save keys and the palette.
import { find, findAll, me, say } from "./page.js";
import { ask } from "./session.js";
import { listKeys, switchLetters } from "./hotkeys.js";
import { open as openPalette } from "./palette.js";
import * as drafts from "./drafts.js";
import "./toasts.js";
import "./live.js";

const root = document.documentElement;
const unreached = (error) => document.dispatchEvent(new CustomEvent("htmx:error", { detail: { error } }));

// Passkeys work on https and localhost only: the button shows itself where it can keep its promise.
if (isSecureContext && window.PublicKeyCredential) {
  for (const node of findAll("[data-passkey]")) node.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say("say-passkey");
});

// Colours and keys change at once, without leaving the page and what was typed on it.
const send = (form, words) => ask(form.action, { method: "POST", body: words, redirect: "manual" }).catch(unreached);

addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const chosen = event.submitter;
  if (chosen.value) root.dataset.theme = chosen.value;
  else delete root.dataset.theme;
  for (const button of form.querySelectorAll("[name=theme]")) button.ariaPressed = String(button === chosen);
  send(form, new FormData(form, chosen));
});

addEventListener("change", (event) => {
  const form = event.target.closest("[data-keys-form]");
  if (!form) return;
  switchLetters(event.target.checked);
  send(form, new FormData(form));
});

// What opens over the page. A menu that it was opened from goes, and the focus comes back to what opened it.
const OPENERS = {
  palette: openPalette,
  keys: () => {
    listKeys(find("#keys"));
    find("#keys").showModal();
  },
};

addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && me() && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    opener.closest("[popover]")?.hidePopover();
    OPENERS[opener.dataset.open]();
  }
  event.target.closest("[data-shut]")?.closest("dialog").close();
  const back = event.target.closest("[data-back]");
  if (back && history.length > 1) {
    event.preventDefault();
    history.back();
  }
  const reveal = event.target.closest("[data-reveal]");
  if (reveal) {
    const input = find("input", reveal.parentElement);
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    reveal.ariaPressed = String(!shown);
    input.focus();
  }
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
});

addEventListener("keydown", (event) => {
  if (event.code === "Slash" && (event.ctrlKey || event.metaKey) && !event.altKey && me() && !find("dialog[open]")) {
    event.preventDefault();
    OPENERS.keys();
  }
});

// Copying: data-copy names the field or the lines. On plain http the browser has no clipboard for pages; its old way is left.
async function copy(button) {
  const from = find(`#${button.dataset.copy}`);
  const text = from.value ?? from.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (from.select) from.select();
    else getSelection().selectAllChildren(from);
    if (!document.execCommand("copy")) return; // it stays selected: Ctrl C does it
  }
  const words = find("#say-copied");
  if (!words) return;
  if (find("#toasts")) say("say-copied");
  else if (!find(".copied")) {
    const row = button.closest(".cluster") ?? button;
    row.after(words.content.cloneNode(true));
    row.nextElementSibling.classList.add("copied");
  }
}
for (const node of findAll("[data-copy]")) node.hidden = false;

// A second press of the button while the answer is under way would send the form twice.
addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.ariaBusy === "true") return event.preventDefault();
  event.target.ariaBusy = "true";
  if (event.submitter) event.submitter.ariaBusy = "true";
  setTimeout(rest, 10000);
});
const rest = () => findAll("[aria-busy=true]").forEach((node) => (node.ariaBusy = null));
addEventListener("pageshow", rest);

// Escape leaves a form that was opened in its place, as its own way back does.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) find("[data-escape]", event.target.closest?.("form") ?? event.target)?.click();
});

const CODE = "[autocomplete=one-time-code]:not([readonly], :disabled)";
const FIELD = "input:not([type=hidden], [type=checkbox], [type=radio], [readonly], :disabled), textarea";

// The first wrong field takes the focus; on a page of one card, else the first field; and a code is what its page waits for.
function settle(within) {
  for (const node of findAll("[data-reveal]", within)) node.hidden = false;
  const wrong = find("[aria-invalid=true]", within);
  if (wrong) {
    wrong.focus();
    if (wrong.matches(CODE)) wrong.select(); // nobody mends a code that has run out: the next one takes its place
  } else if (within === document && matchMedia("(hover: hover)").matches) {
    find(`main ${CODE}, .plain .sheet :is(${FIELD})`)?.focus();
  }
}

for (const tab of findAll(".tabs [aria-current]")) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 24; // never the page itself
drafts.begin();
settle(document);
// "Show more" goes when its rows come: whoever pressed it by key walks on from the first of them.
let before = null;
document.addEventListener("htmx:before:swap", () => {
  before = document.activeElement?.closest("#more")?.previousElementSibling ?? null;
});
document.addEventListener("htmx:after:swap", (event) => {
  if (before && document.activeElement === document.body) find("a[href]", before.nextElementSibling ?? before)?.focus();
  else if (event.target.id === "composer") find(`select, ${FIELD}`, event.target)?.focus(); // its tab was pressed
  before = null;
  settle(event.target);
  drafts.restoreAll(event.target);
});
