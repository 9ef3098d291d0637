// <idle-lock data-minutes="5">: sends its form when nobody has touched this browser for so long, in whichever tab.

const KEY = "pomni-touched";
const LOOK = 5000;
const WRITE = 2000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

function written() {
  try {
    return Number(localStorage.getItem(KEY)) || 0;
  } catch {
    return 0; // no storage in this browser: each tab counts for itself
  }
}

function write(at) {
  try {
    localStorage.setItem(KEY, at);
  } catch {
    // as above
  }
}

customElements.define(
  "idle-lock",
  class extends HTMLElement {
    connectedCallback() {
      this.wait = Number(this.dataset.minutes) * 60000;
      this.stop = new AbortController();
      const told = { passive: true, capture: true, signal: this.stop.signal };
      this.at = Date.now();
      write(this.at);
      for (const name of TOUCHES) addEventListener(name, () => this.touched(), told);
      document.addEventListener("visibilitychange", () => this.look(), told);
      this.timer = setInterval(() => this.look(), LOOK);
    }

    disconnectedCallback() {
      this.stop.abort();
      clearInterval(this.timer);
    }

    // A computer that slept is woken by a touch: that one comes too late.
    touched() {
      if (this.look()) return;
      const now = Date.now();
      if (now - this.at < WRITE) return;
      this.at = now;
      write(now);
    }

    look() {
      const now = Date.now();
      const last = Math.max(this.at, Math.min(written(), now));
      if (now - last < this.wait) return false;
      this.lock();
      return true;
    }

    // What is on the screen goes first: nothing can be read while the answer is on its way, and no page asks to stay.
    lock() {
      const form = this.querySelector("form");
      document.body.replaceChildren(form);
      form.submit();
    }
  },
);
