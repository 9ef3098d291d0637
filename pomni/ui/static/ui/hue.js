// <hue-picker>: the whole page wears the hue while it is being chosen; the wheel is behind the swatches.

customElements.define(
  "hue-picker",
  class extends HTMLElement {
    connectedCallback() {
      const wheel = this.querySelector(".wheel");
      wheel.hidden = false;
      wheel.value = this.querySelector("input:checked")?.value ?? 0;
      this.addEventListener("input", (event) => {
        if (event.target === wheel) this.#own(wheel);
        else wheel.value = event.target.value;
        document.documentElement.style.setProperty("--brand-h", wheel.value);
      });
    }

    // A hue from the wheel has a swatch of its own at the end: that one is sent.
    #own(wheel) {
      this.own ||= this.querySelector(".swatch.own") || this.#added(wheel);
      const radio = this.own.querySelector("input");
      radio.value = wheel.value;
      radio.checked = true;
      this.own.style.setProperty("--h", wheel.value);
    }

    #added(wheel) {
      const last = this.querySelector(".swatch:last-child");
      const swatch = last.cloneNode(true);
      const radio = swatch.querySelector("input");
      swatch.classList.add("own");
      swatch.title = radio.ariaLabel = wheel.dataset.own;
      radio.id = `${radio.id}-own`;
      last.after(swatch);
      return swatch;
    }
  },
);
