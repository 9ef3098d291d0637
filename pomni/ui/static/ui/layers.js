// Menus and dialogs where the browser lacks a part: buttons that open (`command`), a menu that hangs on its button, a press
// beside a dialog that closes it. And for everybody: arrows walk through a menu.

const knows = {
  command: "commandForElement" in HTMLButtonElement.prototype,
  closedBy: "closedBy" in HTMLDialogElement.prototype,
  anchor: CSS.supports("position-area", "block-end span-inline-start"),
};
const GAP = 4;

function hang(menu, button) {
  const at = button.getBoundingClientRect();
  const below = innerHeight - at.bottom > menu.offsetHeight + GAP || at.top < menu.offsetHeight;
  const left = Math.max(GAP, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - GAP));
  Object.assign(menu.style, {
    margin: 0,
    left: `${left}px`,
    top: `${below ? at.bottom + GAP : at.top - menu.offsetHeight - GAP}px`,
    maxBlockSize: below ? `${innerHeight - at.bottom - 2 * GAP}px` : "",
  });
}

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (event.newState !== "open" || !menu.matches?.(".menu.hung")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    if (!knows.anchor) hang(menu, button);
  },
  true,
);

addEventListener("click", (event) => {
  const opener = event.target.closest("[commandfor]");
  if (opener && !knows.command) {
    const dialog = document.getElementById(opener.getAttribute("commandfor"));
    if (opener.getAttribute("command") === "close") dialog.close();
    else dialog.showModal();
  }
  // What was chosen in a menu is done: the menu goes.
  event.target.closest(".menu.hung .item")?.closest(".menu").hidePopover();
  const beside = event.target.matches("dialog[closedby=any]") && event.target;
  if (!beside || knows.closedBy) return;
  const box = beside.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) beside.close();
});

addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = step && document.querySelector(".menu.hung:popover-open");
  if (!menu || event.target.matches("input, select, textarea")) return;
  const items = [...menu.querySelectorAll(".item:not(:disabled, [aria-disabled=true])")];
  const now = items.indexOf(document.activeElement);
  event.preventDefault();
  items[now < 0 ? (step > 0 ? 0 : items.length - 1) : (now + step + items.length) % items.length]?.focus();
});
