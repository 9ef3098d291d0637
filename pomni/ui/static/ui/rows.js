// Choosing rows of a list: all that are shown, a stretch with Shift, none with Escape. Each box, and X, work without this.
import { find, findAll } from "./page.js";

const BOX = "td > input[type=checkbox]";
let last = null;

addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.(`${BOX}, [data-all]`)) return;
  const boxes = findAll(BOX, box.form);
  const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
  if (box.matches("[data-all]")) for (const one of boxes) one.checked = box.checked;
  else if (event.shiftKey && from >= 0) for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
  last = box;
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || find("dialog[open], :popover-open")) return;
  find("form:has(> .bulk)")?.reset();
});
