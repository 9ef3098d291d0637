// <combo-box>: type to find one of many, by the combobox pattern of the ARIA guide. Two ways to have options:
//   <combo-box><select>…</select></combo-box>           the select keeps the answer; without this file it is used as it is
//   <combo-box src="address"><input><input type="hidden"></combo-box>   the server draws [role=option] for ?q=…

const WAIT = 120;
const ROOM = 240;
const SAME = { ё: "е", ł: "l" };
const plain = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u0305\u0307-\u036f]/g, "")
    .normalize("NFC")
    .replace(/[ёł]/g, (letter) => SAME[letter])
    .trim();

let made = 0;

class ComboBox extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.select = this.querySelector("select");
    this.input = this.select ? this.#standIn() : this.querySelector("input:not([type=hidden])");
    this.kept = this.select || this.querySelector("input[type=hidden]");
    this.was = { value: this.kept.value, label: this.input.value };
    this.#dress();
    this.#listen();
  }

  // An input takes the place of the select: its label, its notes, its being wrong.
  #standIn() {
    const { select } = this;
    const input = document.createElement("input");
    input.id = select.id;
    select.id = `${select.id}-kept`;
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
      if (!select.hasAttribute(name)) continue;
      input.setAttribute(name, select.getAttribute(name));
      if (name !== "aria-describedby") select.removeAttribute(name);
    }
    input.disabled = select.disabled;
    input.autocomplete = "off";
    input.value = this.#chosen?.textContent.trim() ?? "";
    input.placeholder = [...select.options].find((option) => !option.value)?.textContent.trim() ?? "";
    const sign = select.nextElementSibling;
    select.after(input);
    if (sign) sign.hidden = false;
    return input;
  }

  get #chosen() {
    return [...this.select.selectedOptions].find((option) => option.value);
  }

  #dress() {
    const { input } = this;
    this.list = document.createElement("div");
    Object.assign(this.list, { id: `options-${(made += 1)}`, className: "options", popover: "manual", role: "listbox" });
    this.list.ariaLabel = input.labels?.[0]?.textContent.trim() ?? input.ariaLabel ?? "";
    Object.assign(input, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list", spellcheck: false });
    input.setAttribute("aria-controls", this.list.id);
    this.told = document.createElement("span");
    Object.assign(this.told, { className: "unseen", role: "status" });
    this.append(this.list, this.told);
  }

  #listen() {
    const { input, list } = this;
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#pick(event.target.closest("[role=option]")));
    input.addEventListener("input", () => {
      if (!this.select) this.kept.value = input.value === this.was.label ? this.was.value : "";
      this.#find(input.value, WAIT);
    });
    input.addEventListener("click", () => this.open || this.#find("", 0));
    input.addEventListener("blur", () => this.#leave());
    input.addEventListener("keydown", (event) => this.#key(event));
    this.#follow = () => this.#place();
  }

  #follow;

  get open() {
    return this.list.matches(":popover-open");
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]:not([aria-disabled=true])")];
  }

  // --- Finding ------------------------------------------------------------------------------------------------------

  #find(text, wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.select ? this.#filter(text) : this.#ask(text)), this.select ? 0 : wait);
  }

  #filter(text) {
    const wanted = plain(text).split(/\s+/);
    const rows = [];
    let group = null;
    for (const option of this.select.options) {
      const within = option.parentElement.label ?? "";
      const words = plain(`${option.textContent} ${within}`);
      if (!option.value || option.disabled || !wanted.every((word) => words.includes(word))) continue;
      if (within && within !== group) rows.push(this.#words("group", (group = within)));
      rows.push(this.#row(option));
    }
    this.list.replaceChildren(...rows);
    if (!rows.length) this.#none();
    this.#show(text ? this.options[0] : this.options.find((row) => row.ariaSelected === "true"));
  }

  #row(option) {
    const row = document.createElement("div");
    Object.assign(row, { role: "option", textContent: option.textContent.trim(), ariaSelected: String(option.selected) });
    row.dataset.value = option.value;
    return row;
  }

  // Words among the options: the name of a group, or that there is nothing.
  #words(kind, text) {
    const words = document.createElement("div");
    Object.assign(words, { className: kind, textContent: text, role: "option", ariaDisabled: "true", ariaSelected: "false" });
    return words;
  }

  #none() {
    this.list.replaceChildren(this.#words("none", this.dataset.none || "—"));
  }

  async #ask(text) {
    this.asking?.abort();
    this.asking = new AbortController();
    const slow = setTimeout(() => (this.dataset.busy = ""), 300);
    const address = new URL(this.getAttribute("src"), document.baseURI);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: this.asking.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.list.innerHTML = await answer.text();
      if (!this.options.length && !this.list.textContent.trim()) this.#none();
      if (document.activeElement === this.input) this.#show(text ? this.options[0] : null);
    } catch (trouble) {
      if (trouble.name === "AbortError") return;
      this.#close();
      document.dispatchEvent(new CustomEvent("htmx:error", { detail: { error: trouble } }));
    } finally {
      clearTimeout(slow);
      delete this.dataset.busy;
    }
  }

  // --- Showing ------------------------------------------------------------------------------------------------------

  #show(current) {
    if (!this.open) {
      this.list.showPopover();
      for (const name of ["scroll", "resize"]) addEventListener(name, this.#follow, { capture: true, passive: true });
    }
    this.#place();
    this.input.ariaExpanded = "true";
    this.#current(current);
    const found = this.options.length;
    this.told.textContent = found ? `${this.dataset.found ?? ""} ${found}` : this.list.textContent.trim();
  }

  #place() {
    const at = this.input.getBoundingClientRect();
    const up = innerHeight - at.bottom < ROOM && at.top > innerHeight - at.bottom;
    const edge = up ? { top: "auto", bottom: `${innerHeight - at.top + 4}px` } : { top: `${at.bottom + 4}px`, bottom: "auto" };
    Object.assign(this.list.style, { left: `${at.left}px`, width: `${at.width}px`, ...edge });
  }

  #close() {
    clearTimeout(this.timer);
    if (this.open) this.list.hidePopover();
    for (const name of ["scroll", "resize"]) removeEventListener(name, this.#follow, { capture: true });
    this.input.ariaExpanded = "false";
    this.#current(null);
  }

  #current(row) {
    for (const other of this.options) delete other.dataset.current;
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    row.id ||= `${this.list.id}-${this.options.indexOf(row)}`;
    row.dataset.current = "";
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  // --- Choosing -----------------------------------------------------------------------------------------------------

  #key(event) {
    if (event.isComposing) return;
    const rows = this.options;
    const now = rows.findIndex((row) => "current" in row.dataset);
    const go = { ArrowDown: now + 1, ArrowUp: now < 0 ? rows.length - 1 : now - 1, PageDown: Math.min(now + 8, rows.length - 1), PageUp: Math.max(now - 8, 0) };
    if (event.key in go) {
      if (event.altKey && event.key === "ArrowUp") this.#close();
      else if (!this.open) this.#find("", 0);
      else this.#current(rows[(go[event.key] + rows.length) % rows.length]);
    } else if (event.key === "Enter" && this.open && now >= 0) this.#pick(rows[now]);
    else if (event.key === "Escape" && this.open) {
      this.#leave();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  #pick(row) {
    if (!row || row.ariaDisabled === "true") return;
    this.kept.value = row.dataset.value;
    this.input.value = row.dataset.label || row.textContent.trim();
    this.was = { value: row.dataset.value, label: this.input.value };
    this.input.removeAttribute("aria-invalid");
    this.#close();
    this.kept.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Left with words that name no option: a select goes back to what was chosen, an emptied field means none.
  #leave() {
    this.#close();
    if (!this.select) return;
    if (!this.input.value.trim() && this.#chosen && [...this.select.options].some((option) => !option.value)) {
      this.kept.value = "";
      this.kept.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.input.value = this.#chosen?.textContent.trim() ?? "";
  }

  disconnectedCallback() {
    this.#close();
  }
}

customElements.define("combo-box", ComboBox);
