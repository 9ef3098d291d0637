// Behaviour of the shell. Everything is declared in the HTML and works without this file too, save the hotkeys.

const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const typing = (node) => node.closest?.("input, textarea, select, [contenteditable=true]");

// Hotkeys: data-hotkey="n", "shift+l" or "g c" on the real link, button or field. Matched by the physical key, so that
// they are the same on Russian and Polish layouts; the key and the click are one.
let begun = "";
let forget;

function keyOf(event) {
  if (!event.code.startsWith("Key")) return event.key.toLowerCase();
  return (event.shiftKey ? "shift+" : "") + event.code[3].toLowerCase();
}

function press(node) {
  if (node.matches("input, textarea, select")) node.focus();
  else node.click();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    const form = event.key === "Enter" && event.target.closest?.("form");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (typing(event.target)) return;
  const key = keyOf(event);
  const scope = find("dialog[open]") || document;
  const wanted = (keys) => find(`[data-hotkey="${CSS.escape(keys)}"]`, scope);
  const hit = (begun && wanted(`${begun} ${key}`)) || wanted(key);
  clearTimeout(forget);
  forget = setTimeout(() => (begun = ""), 900);
  begun = hit ? "" : key;
  if (!hit) return;
  event.preventDefault();
  press(hit);
});

// Toasts leave after eight seconds unless somebody points at them; errors stay until closed.
customElements.define(
  "app-toast",
  class extends HTMLElement {
    connectedCallback() {
      if (this.hasAttribute("sticky")) return;
      let timer;
      const leave = () => (timer = setTimeout(() => this.remove(), 8000));
      const stay = () => clearTimeout(timer);
      for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, stay);
      for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, leave);
      leave();
    }
  },
);

function say(id) {
  const words = find(`#${id}`);
  if (words) find("#toasts").replaceChildren(words.content.cloneNode(true));
}

document.addEventListener("htmx:error", () => say("say-offline"));

// Passkeys work on https and localhost only: the button shows itself where it can keep its promise.
if (isSecureContext && window.PublicKeyCredential) {
  for (const node of document.querySelectorAll("[data-passkey]")) node.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say("say-passkey");
});

// Colours change at once, without leaving the page and what was typed on it.
addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const chosen = event.submitter;
  if (chosen.value) root.dataset.theme = chosen.value;
  else delete root.dataset.theme;
  for (const button of form.querySelectorAll("[name=theme]")) button.ariaPressed = String(button === chosen);
  fetch(form.action, { method: "POST", body: new FormData(form, chosen), redirect: "manual" }).catch(() => say("say-offline"));
});

addEventListener("click", (event) => {
  event.target.closest("[data-close]")?.closest("app-toast").remove();
  if (event.target.closest("[data-back]") && history.length > 1) {
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
});

// A second press of the button while the answer is under way would send the form twice.
addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.ariaBusy === "true") return event.preventDefault();
  event.target.ariaBusy = "true";
  if (event.submitter) event.submitter.ariaBusy = "true";
  setTimeout(rest, 10000);
});
const rest = () => document.querySelectorAll("[aria-busy=true]").forEach((node) => (node.ariaBusy = null));
addEventListener("pageshow", rest);

// The first wrong field takes the focus; on a page of one card, else the first field.
function settle(within) {
  for (const node of within.querySelectorAll("[data-reveal]")) node.hidden = false;
  const wrong = find("[aria-invalid=true]", within);
  if (wrong) wrong.focus();
  else if (within === document && matchMedia("(hover: hover)").matches) {
    find(".plain .sheet :is(input:not([type=hidden], [type=checkbox], [type=radio], [readonly], :disabled), textarea)")?.focus();
  }
}

find(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
settle(document);
document.addEventListener("htmx:after:swap", (event) => settle(event.target));
