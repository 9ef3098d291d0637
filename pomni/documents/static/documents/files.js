// Files are sent as soon as they are chosen, one after the other, each with its own progress. Without this they go with the button.
customElements.define(
  "file-sender",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.number = 0;
      this.waiting = Promise.resolve();
      this.querySelector("[type=submit]").hidden = true;
      this.addEventListener("change", (event) => {
        for (const file of event.target.files ?? []) this.take(file);
        event.target.value = "";
      });
    }

    take(file) {
      const row = document.createElement("li");
      const name = row.appendChild(document.createElement("span"));
      const bar = row.appendChild(document.createElement("progress"));
      name.textContent = file.name;
      name.className = "grow";
      bar.ariaLabel = file.name;
      this.querySelector("ul").append(row);
      this.waiting = this.waiting.then(() => this.send(file, row, bar));
    }

    send(file, row, bar) {
      const words = new FormData(this.form);
      words.set("files", file);
      words.set("once", `${words.get("once")}.${this.number++}`);
      return new Promise((done) => {
        const call = new XMLHttpRequest();
        call.open("POST", this.form.action);
        call.setRequestHeader("HX-Request", "true");
        call.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total);
        call.upload.onload = () => bar.removeAttribute("value"); // it has arrived, and is being looked at
        call.onloadend = () => {
          const added = call.status === 200 && call.getResponseHeader("HX-Trigger");
          if (call.status === 200) window.htmx.swap({ text: call.responseText, sourceElement: this, target: this, swap: "none" });
          if (added) this.dispatchEvent(new Event(added, { bubbles: true }));
          bar.replaceWith(added ? this.dataset.added : this.dataset.failed);
          done();
        };
        call.send(words);
      });
    }
  },
);
