// What happens elsewhere comes to an open page: one cheap question every two seconds while the tab is seen. When nobody
// answers, one bar says so and goes away by itself.
import { find } from "./page.js";
import { ask, isOver } from "./session.js";

const EVERY = 2000;
const SLOWEST = 30000;
const PATIENCE = 2; // troubles of the server in a row before anything is said: it may only be starting anew

const page = document.body;
const bar = find("#offline");
const live = page.dataset.liveUrl;
const probe = live || bar?.dataset.probe;
let since = page.dataset.live ?? "";
let timer;
let asking = false;
let failed = 0;
let leaving = false;

const away = (is) => {
  if (bar) bar.hidden = !is;
};

function address() {
  const url = new URL(probe, document.baseURI);
  if (live) url.searchParams.set("since", since);
  if (live && page.dataset.livePlaces) url.searchParams.set("places", page.dataset.livePlaces);
  return url;
}

function next() {
  clearTimeout(timer);
  if (document.hidden || leaving || (!live && !failed)) return;
  timer = setTimeout(beat, Math.min(EVERY * 2 ** failed, SLOWEST));
}

async function beat() {
  if (asking || document.hidden || isOver() || !probe) return;
  asking = true;
  try {
    const answer = await ask(address());
    if (answer.status >= 500) return missed(PATIENCE);
    failed = 0;
    away(false);
    if (answer.status === 401) return;
    since = answer.headers.get("Pomni-Live") ?? since;
    if (live && answer.status === 200) {
      await show(await answer.text());
      document.dispatchEvent(new CustomEvent("pomni:news"));
    }
  } catch {
    missed(1);
  } finally {
    asking = false;
    if (!isOver()) next();
  }
}

function missed(patience) {
  failed += 1;
  if (failed >= patience && !leaving) away(true);
}

function show(text) {
  return window.htmx?.swap({ text, sourceElement: page, target: page, swap: "none" });
}

function now() {
  clearTimeout(timer);
  beat();
}

if (probe) {
  addEventListener("pagehide", () => (leaving = true));
  addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => ((leaving = false), next()), 3000); // it was a download, or the person stays
  });
  addEventListener("pageshow", () => ((leaving = false), live ? now() : next()));
  addEventListener("online", now);
  addEventListener("offline", () => (missed(1), next()));
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : (live || failed) && now()));
  document.addEventListener("pomni:back", now);
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.error?.name !== "TypeError" || leaving) return;
    missed(1);
    next();
  });
}
