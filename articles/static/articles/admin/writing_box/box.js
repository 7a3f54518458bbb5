// One writing box: its text, its parts, and what it says.

import { composing, type } from "./typing.js";

export class Box {
  constructor(textarea) {
    this.textarea = textarea;
    this.root = textarea.parentElement;
    const template = this.root.querySelector("template[data-parts]");
    this.settings = template.dataset;
    this.parts = {};
    for (const part of template.content.cloneNode(true).querySelectorAll("[data-part]")) {
      this.parts[part.dataset.part] = part;
    }
    this.texts = {};
    for (const text of this.parts.texts.querySelectorAll("[data-text]")) {
      this.texts[text.dataset.text] = text.textContent;
    }
    this.opened = [];
    const { toolbar, keys, finding, progress, problems, card, picker, preview } = this.parts;
    textarea.before(toolbar, keys, finding);
    textarea.after(problems, progress, card, picker, preview);
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.keepInside(keys, finding, card, picker);
  }

  /** A sentence of the box, with its places filled in. */
  text(name, values = {}) {
    return this.texts[name].replace(/\{(\w+)\}/g, (_whole, place) => values[place]);
  }

  /** Change the text by a function of markup.js. Nothing while an input method composes. */
  change(make, ...more) {
    if (composing()) return;
    const { value, selectionStart, selectionEnd } = this.textarea;
    const change = make(value, selectionStart, selectionEnd, ...more);
    if (change) type(this.textarea, change);
  }

  /** Tell whether the text may become so much longer. */
  hasRoom(more) {
    return this.textarea.value.length + more <= Number(this.settings.maxLength);
  }

  // What is said

  complain(text) {
    const line = document.createElement("p");
    line.textContent = text;
    if ([...this.parts.problems.children].some((other) => other.textContent.startsWith(text))) return;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "writing-box__close";
    close.textContent = "×";
    close.setAttribute("aria-label", this.text("close"));
    close.addEventListener("click", () => line.remove());
    line.append(close);
    this.parts.problems.append(line);
  }

  forgive() {
    this.parts.problems.replaceChildren();
  }

  progress(text) {
    this.parts.progress.textContent = text;
  }

  // What is open: Escape closes what opened last.

  open(part, close = () => this.close(part)) {
    this.opened = [...this.opened.filter((other) => other.part !== part), { part, close }];
    part.hidden = false;
    this.mark(part, true);
  }

  close(part) {
    this.opened = this.opened.filter((other) => other.part !== part);
    part.hidden = true;
    this.mark(part, false);
  }

  toggle(part) {
    if (part.hidden) this.open(part);
    else this.close(part);
  }

  mark(part, isOpen) {
    const button = this.parts.toolbar.querySelector(`[data-opens="${part.dataset.part}"]`);
    button?.setAttribute("aria-expanded", String(isOpen));
  }

  onKey(event) {
    if (event.key !== "Escape" || event.isComposing || !this.opened.length) return;
    event.preventDefault();
    event.stopPropagation();
    this.opened.at(-1).close();
  }

  // The form around must not take the fields of the box for its own.
  keepInside(...parts) {
    for (const part of parts) {
      for (const name of ["input", "change"]) part.addEventListener(name, (event) => event.stopPropagation());
      part.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
      });
    }
  }
}
