// What a person types is never lost: it is kept in this tab, by page and form, until it was really sent. It comes back after
// a reload, an error, a session that ended. Never kept: passwords, codes, what a form carries unseen.
import { find, findAll, kept, keptNames, me } from "./page.js";

const BEGINNING = "pomni.draft:";
const LONGEST = 300_000; // characters of one page's drafts; more is not kept, and leaving asks
const SECRET = "[type=password], [type=hidden], [type=file], [autocomplete=one-time-code], [data-no-draft]";
const UNSENT = "[data-unsaved], :has([autocomplete=current-password]:not(#signin *)), :has(main [name=pin])";

const nameHere = () => `${BEGINNING}${me()}:${location.pathname}`;
const read = (name) => JSON.parse(kept("sessionStorage", name) || "{}");
let unkept = false; // typed, and kept nowhere: the one case in which leaving asks
let going = false;
let taken = null; // the form that the server has just taken: leaving its field is no new typing

const forms = () =>
  findAll("form").filter((form) => form.method === "post" && !form.matches("[data-no-draft]") && !find("[autocomplete=current-password]", form));

const fields = (form) =>
  [...form.elements].filter((field) => field.name && /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) && !field.disabled && (!field.matches(SECRET) || field.matches("combo-box [type=hidden]")));

/** A form is known again by where it sends to and by its first fields. */
function keyOf(form) {
  const names = fields(form).map((field) => field.name);
  return `${form.getAttribute("action") ?? ""}|${[...new Set(names)].slice(0, 6)}`;
}

const chosen = (field) => [...field.options].filter((option) => option.selected).map((option) => option.value);
const atFirst = (field) => {
  const marked = [...field.options].filter((option) => option.defaultSelected).map((option) => option.value);
  return marked.length || field.multiple ? marked : field.options[0] ? [field.options[0].value] : [];
};

function isChanged(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return `${chosen(field)}` !== `${atFirst(field)}`;
  if (field.type === "hidden") return field.value !== (field.dataset.first ?? field.value);
  return field.value !== field.defaultValue;
}

const valueOf = (field) => {
  if (field.matches("[type=checkbox], [type=radio]")) return { value: field.value, on: field.checked };
  return field.tagName === "SELECT" ? chosen(field) : field.value;
};

/** Name and value of each changed field, and what its `was-…` was: so another's change meanwhile is still noticed. */
function typedInto(form) {
  return fields(form)
    .filter(isChanged)
    .map((field) => {
      const was = form.elements[`was-${field.name}`];
      return { name: field.name, told: valueOf(field), ...(was ? { was: was.value } : {}) };
    });
}

function keep(form) {
  const name = nameHere();
  const all = read(name);
  const typed = typedInto(form);
  if (typed.length) all[keyOf(form)] = { typed };
  else delete all[keyOf(form)];
  const text = Object.keys(all).length ? JSON.stringify(all) : null;
  unkept = text?.length > LONGEST || !kept("sessionStorage", name, text);
  if (!typed.length) unkept = false;
}

function drop(form) {
  const name = nameHere();
  const all = read(name);
  delete all[keyOf(form)];
  kept("sessionStorage", name, Object.keys(all).length ? JSON.stringify(all) : null);
  find(".restored", form)?.remove();
}

function put(form, { name, told, was }) {
  const all = fields(form).filter((field) => field.name === name);
  const field = told?.value === undefined ? all[0] : all.find((one) => one.value === told.value);
  if (!field) return false;
  const before = JSON.stringify(valueOf(field));
  if (told.on !== undefined) field.checked = told.on;
  else if (field.tagName === "SELECT") for (const option of field.options) option.selected = told.includes(option.value);
  else field.value = told;
  if (was !== undefined && form.elements[`was-${name}`]) form.elements[`was-${name}`].value = was;
  if (before === JSON.stringify(valueOf(field))) return false;
  showChoice(field);
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// A combo-box shows the choice of its select in a field of its own.
function showChoice(field) {
  const shown = field.tagName === "SELECT" && find("input:not([type=hidden])", field.closest("combo-box") ?? field);
  if (shown) shown.value = field.selectedOptions[0]?.textContent.trim() ?? "";
}

function restore(form, typed) {
  for (const field of fields(form)) if (field.type === "hidden") field.dataset.first ??= field.value;
  const changed = typed.map((one) => put(form, one)).some(Boolean);
  if (!changed || find(".restored", form)) return;
  form.prepend(find("#say-draft").content.cloneNode(true));
}

function discard(form) {
  for (const field of fields(form)) if (field.type === "hidden" && field.dataset.first !== undefined) field.value = field.dataset.first;
  form.reset();
  for (const field of fields(form)) showChoice(field);
  drop(form);
  unkept = false;
  fields(form).find((field) => field.type !== "hidden")?.focus();
}

/** Drafts that were sent and have come to a page that is no refusal have done their part. */
function settleSent() {
  const how = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
  const failed = document.body.matches(UNSENT) || how !== "navigate";
  for (const name of keptNames("sessionStorage", BEGINNING)) {
    const all = read(name);
    for (const [key, draft] of Object.entries(all)) {
      if (!draft.sent) continue;
      const isWrong = name === nameHere() && forms().some((form) => keyOf(form) === key && find("[aria-invalid=true], .error, [role=alert]", form));
      if (failed || isWrong) delete draft.sent;
      else delete all[key];
    }
    kept("sessionStorage", name, Object.keys(all).length ? JSON.stringify(all) : null);
  }
}

function markSent(form) {
  const name = nameHere();
  const all = read(name);
  if (!all[keyOf(form)]) return;
  all[keyOf(form)].sent = true;
  kept("sessionStorage", name, JSON.stringify(all));
}

export function restoreAll(within = document) {
  const all = read(nameHere());
  for (const form of forms()) {
    const draft = all[keyOf(form)];
    if (draft && (within === document || within.contains(form) || form.contains(within))) restore(form, draft.typed);
  }
}

const ours = (node) => {
  const form = node?.closest?.("form") ?? node?.form;
  return form && forms().includes(form) ? form : null;
};

export function begin() {
  settleSent();
  for (const field of findAll("combo-box [type=hidden]")) field.dataset.first ??= field.value;
  restoreAll();
  for (const kind of ["input", "change"]) {
    addEventListener(kind, (event) => {
      const form = ours(event.target);
      if (kind === "input") taken = null;
      if (form && form !== taken) keep(form);
    });
  }
  addEventListener("submit", (event) => {
    const form = ours(event.target);
    if (!form || event.defaultPrevented) return;
    going = true;
    markSent(form);
  });
  addEventListener("click", (event) => {
    const form = event.target.closest("[data-discard]")?.closest("form");
    if (form) discard(form);
  });
  addEventListener("beforeunload", (event) => {
    if (unkept && !going) event.preventDefault();
    going = false;
  });
  // A form that htmx sent: what the server took is no draft any more. What is only asked beside it, from a part of the form
  // (who is like this, how a line is read), takes nothing.
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement?.matches?.("form") && ours(ctx.sourceElement);
    if (form && ctx.request.method !== "GET" && ctx.response.status < 400) drop((taken = form));
  });
}
