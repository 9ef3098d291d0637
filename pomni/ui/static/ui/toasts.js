// Toasts leave after eight seconds unless somebody points at them; errors stay until closed. With a way back: 15 seconds.

const STAY = 8000;
const STAY_WITH_UNDO = 15000;

customElements.define(
  "app-toast",
  class extends HTMLElement {
    connectedCallback() {
      if (this.hasAttribute("sticky")) return;
      const long = this.querySelector("[data-undo]") ? STAY_WITH_UNDO : STAY;
      const leave = () => (this.timer = setTimeout(() => this.remove(), long));
      const stay = () => clearTimeout(this.timer);
      for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, stay);
      for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, () => (stay(), leave()));
      leave();
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
    }
  },
);

addEventListener("click", (event) => event.target.closest("[data-close]")?.closest("app-toast")?.remove());

// Taken back without leaving the page: the toast has said its part.
// Not before the answer is in its place: htmx swaps nothing for a form that has gone.
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response?.status < 400) ctx.sourceElement?.closest?.("[data-undo]")?.closest("app-toast")?.remove();
});
