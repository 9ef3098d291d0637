// What every module of the shell leans on: the page's elements, its ready sentences, and who it was drawn for.

export const find = (selector, within = document) => within.querySelector(selector);
export const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

/** The number of the signed-in person in text; empty on pages of strangers. */
export const me = () => document.body.dataset.me ?? "";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";

/** Whether the person is writing: keys belong to the field then. A dialog that is just closing still holds the focus. */
export const typing = (node) => Boolean(node.closest?.(FIELDS)?.getClientRects().length);

/** What a button or link says, its printed key left out. */
export function nameOf(node) {
  if (node.ariaLabel) return node.ariaLabel;
  const bare = node.cloneNode(true);
  for (const part of bare.querySelectorAll("kbd, svg")) part.remove();
  return (bare.textContent || "").trim() || node.title || node.labels?.[0]?.textContent.trim() || "";
}

/** Show a sentence that the page has in store: `<template id="say-…">`. */
export function say(id) {
  const words = find(`#${id}`);
  if (words) find("#toasts")?.replaceChildren(words.content.cloneNode(true));
}

/** Read, write (text) or delete (null) what this browser keeps. False where it keeps nothing: then nobody may rely on it. */
export function kept(store, name, text) {
  try {
    const storage = window[store];
    if (text === undefined) return storage.getItem(name);
    if (text === null) storage.removeItem(name);
    else storage.setItem(name, text);
    return true;
  } catch {
    return text === undefined ? null : false;
  }
}

/** The names under which something is kept that begin like this. */
export function keptNames(store, beginning) {
  try {
    return Object.keys(window[store]).filter((name) => name.startsWith(beginning));
  } catch {
    return [];
  }
}
