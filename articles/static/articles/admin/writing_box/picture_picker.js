// The library in a dialog: search, a grid, and a click puts the picture into the text.

import { ask, Refusal } from "./answers.js";
import { place } from "./typing.js";

const DELAY = 250;

/** Make the dialog work; returns what opens it. `take` gets the chosen picture. */
export function startPicker(box, take) {
  const { picker } = box.parts;
  const [search, state, list] = ["search", "state", "pictures"].map((name) => picker.querySelector(`[data-${name}]`));
  const more = picker.querySelector('[data-does="more"]');
  let timer = 0;
  let request = null;
  let next = 1;

  async function load({ anew }) {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    const query = new URLSearchParams({ q: search.value, page: anew ? 1 : next });
    try {
      const page = await ask(box, `${box.settings.pictures}?${query}`, null, signal);
      const items = page.pictures.map(item);
      if (anew) list.replaceChildren(...items);
      else list.append(...items);
      state.textContent = list.children.length ? "" : box.text("noPictures");
      next = page.next;
      more.hidden = !next;
      if (!anew) items[0]?.firstElementChild.focus();
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof Refusal)) throw error;
      state.textContent = error.message;
    }
  }

  function item(picture) {
    const [entry, button, image, name] = ["li", "button", "img", "span"].map((tag) => document.createElement(tag));
    button.type = "button";
    image.src = picture.small;
    image.alt = "";
    image.loading = "lazy";
    name.textContent = picture.name;
    button.append(image, name);
    button.addEventListener("click", () => {
      picker.addEventListener("close", () => take(picture), { once: true });
      picker.close();
    });
    entry.append(button);
    return entry;
  }

  search.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => load({ anew: true }), DELAY);
  });
  search.addEventListener("compositionend", () => load({ anew: true }));
  more.addEventListener("click", () => load({ anew: false }));
  picker.querySelector('[data-does="close"]').addEventListener("click", () => picker.close());
  picker.addEventListener("click", (event) => { if (event.target === picker) picker.close(); });
  // Escape is the dialog's own here.
  picker.addEventListener("keydown", (event) => { if (event.key === "Escape") event.stopPropagation(); });
  return () => {
    // A modal dialog takes the caret out of the text for good.
    picker.addEventListener("close", place(box.textarea), { once: true });
    picker.showModal();
    load({ anew: true });
  };
}
