// Asking the server from an open page: with the page's own marks, and a sign-in dialog over the page when the session has ended.
import { find, findAll, kept, keptNames, me, say } from "./page.js";

const MARKS = { "X-Requested-With": "XMLHttpRequest", "HX-Request": "true" };
const dialog = () => find("#signin");
const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited") || "{}")["X-CSRFToken"];

/** `fetch` for addresses of ours. A session that ended, or a locked screen, is dealt with; the answer comes back in any case. */
export async function ask(address, options = {}) {
  const headers = { ...MARKS, ...(options.method ? { "X-CSRFToken": token() } : {}), ...options.headers };
  const answer = await fetch(address, { credentials: "same-origin", ...options, headers });
  heed(answer);
  return answer;
}

/** Whether an answer says that the session is over; then the dialog, or the lock, is shown. */
export function heed(answer) {
  const lock = answer.status === 401 && answer.headers.get("HX-Redirect");
  if (lock) location.assign(lock);
  const state = answer.headers.get("Pomni-Session");
  if (state === "ended" || (answer.status === 401 && !lock)) openDialog();
  if (state === "stale") renew().then((known) => known === me() && say("say-stale"));
  return Boolean(lock || state) || answer.status === 401;
}

/** Whether the dialog is open: then nobody need ask on. */
export const isOver = () => Boolean(dialog()?.open);

// Out of the page until it is needed: else a browser that keeps passwords would fill it on every page.
function openDialog() {
  const store = find("#signin-kept");
  if (!dialog() && store) document.body.append(store.content.cloneNode(true));
  const box = dialog();
  if (!box) return location.reload();
  if (box.open) return;
  find("#palette")?.close();
  box.showModal();
  const login = find("[name=login]", box);
  login.value ||= document.body.dataset.login ?? "";
  find(login.value ? "[name=password]" : "[name=login]", box).focus();
}

/** Give the forms of this page the token of the session that is there now; tells whose it is. */
async function renew() {
  const answer = await fetch(find("#offline").dataset.probe, { credentials: "same-origin", headers: MARKS });
  const lock = answer.headers.get("HX-Redirect");
  if (lock) location.assign(lock);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const now = await answer.json();
  for (const input of findAll("input[name=csrfmiddlewaretoken]")) input.value = now.token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": now.token }));
  return now.me;
}

function complain(which) {
  const words = find(`[data-${which}]`, dialog());
  const line = find("#signin-error");
  line.textContent = words.content.textContent;
  line.hidden = false;
  const password = find("[name=password]", dialog());
  password.ariaInvalid = which === "wrong" ? "true" : null;
  if (which === "wrong") password.select();
}

/** Who is signed in by now: go on as the same person; another one gets a page of their own. */
async function goOn(whenNobody) {
  const known = await renew();
  if (!known) return complain(whenNobody);
  if (known !== me()) return location.reload();
  dialog().close();
  say("say-again");
  document.dispatchEvent(new CustomEvent("pomni:back"));
}

async function signIn(form) {
  await renew();
  const words = new FormData(form);
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(words),
    credentials: "same-origin",
    headers: { ...MARKS, "X-CSRFToken": token() },
  });
  if (answer.status === 429) return complain("many");
  if (!answer.ok) return complain("wrong");
  const { location: next } = await answer.json();
  if (next) find("[data-elsewhere]", dialog()).href = next;
  return goOn("second");
}

async function busily(button, work) {
  button.ariaBusy = "true";
  try {
    await work();
  } catch {
    find("#offline").hidden = false;
  } finally {
    button.ariaBusy = null;
  }
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#signin")) return;
  event.preventDefault();
  busily(find("[type=submit]", form), () => signIn(form));
});

addEventListener("click", (event) => {
  const button = event.target.closest("#signin [data-continue]");
  if (button) busily(button, () => goOn("nobody"));
});

document.addEventListener(
  "close",
  (event) => {
    if (event.target.id !== "signin") return;
    find("#signin form").reset();
    find("#signin-error").hidden = true;
  },
  true,
);

// What htmx is answered goes by here before anything of it is put into the page.
document.addEventListener("htmx:before:response", (event) => {
  if (heed(event.detail.ctx.response.raw)) event.preventDefault();
});

// Whoever signs out leaves nothing of theirs in this tab for whoever comes next.
addEventListener("submit", (event) => {
  if (!event.target.matches("[data-leaves]")) return;
  for (const name of keptNames("sessionStorage", "pomni.")) kept("sessionStorage", name, null);
});
