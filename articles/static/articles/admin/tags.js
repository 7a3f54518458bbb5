// Suggests known tags or instruments while one is typed, and tags that stand in the text.
// Without it, they are simply typed.

import { post } from "./requests.js";

const SEPARATORS = /[,，、;；\r\n]/;
const DELAY = 200;
const TEXT_DELAY = 1500;

for (const input of document.querySelectorAll("textarea[data-tags]")) {
  suggest(input);
  suggestFromText(input);
}

function written(name) {
  return SEPARATORS.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

// Unlike setRangeText, this can be taken back with Ctrl+Z.
function insert(input, text, start, end) {
  input.focus();
  input.setSelectionRange(start, end);
  document.execCommand("insertText", false, text);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function suggest(input) {
  const list = document.createElement("ul");
  list.className = "desk-suggestions";
  list.id = `${input.id}_suggestions`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const box = document.createElement("div");
  box.className = "desk-box";
  input.replaceWith(box);
  box.append(input, list);
  // A text of several lines is no combobox: it stays a text with a list beside it.
  input.setAttribute("aria-haspopup", "listbox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  let timer = 0;
  let asked = "";

  const started = () => {
    const before = input.value.slice(0, input.selectionStart);
    const start = Math.max(...[...before].map((char, at) => (SEPARATORS.test(char) ? at + 1 : 0)), 0);
    return { start, term: before.slice(start).trim() };
  };

  const close = () => {
    list.hidden = true;
    input.removeAttribute("aria-activedescendant");
  };

  async function ask() {
    const { term } = started();
    asked = term;
    if (!term) return close();
    const [model, field] = (input.dataset.tagsOf ?? "taggedarticle.tag").split(".");
    const query = new URLSearchParams({
      app_label: "articles", model_name: model, field_name: field, term,
    });
    const response = await fetch(`${input.dataset.tags}?${query}`).catch(() => null);
    if (!response?.ok || response.redirected || asked !== term) return;
    const { results } = await response.json();
    draw(results.map((result) => result.text).slice(0, 8));
  }

  function draw(names) {
    list.replaceChildren(...names.map((name, number) => {
      const item = document.createElement("li");
      item.id = `${list.id}_${number}`;
      item.setAttribute("role", "option");
      item.textContent = name;
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(name);
      });
      return item;
    }));
    list.hidden = names.length === 0;
  }

  function take(name) {
    const { start } = started();
    const space = start > 0 && input.value[start - 1] === "," ? " " : "";
    insert(input, `${space}${written(name)}，`, start, input.selectionStart);
    clearTimeout(timer);
    close();
  }

  function move(step) {
    const items = [...list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = items[(at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length];
    for (const item of items) item.setAttribute("aria-selected", String(item === next));
    input.setAttribute("aria-activedescendant", next.id);
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  };
  // What is composed is no name yet, and a list over it would hide the input method's own.
  input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  input.addEventListener("compositionstart", () => {
    clearTimeout(timer);
    asked = "";
    close();
  });
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const chosen = list.querySelector('[aria-selected="true"]');
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen) take(chosen.textContent);
    else return;
    event.preventDefault();
  });
}

function suggestFromText(input) {
  const form = input.form;
  const texts = ["title", "body"].map((name) => form.elements[name]).filter(Boolean);
  if (!input.dataset.suggest || !texts.length) return;
  const row = document.createElement("div");
  row.className = "desk-names";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", input.dataset.suggestLabel);
  row.hidden = true;
  input.parentElement.append(row);
  let timer = 0;
  let request = null;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, TEXT_DELAY);
  };

  async function ask() {
    request?.abort();
    request = new AbortController();
    const data = new URLSearchParams([...texts, input].map(({ name, value }) => [name, value]));
    const { signal } = request;
    const response = await post(input.dataset.suggest, data, { signal }).catch(() => null);
    if (!response?.ok) return;
    const { tags } = await response.json();
    row.replaceChildren(input.dataset.suggestLabel, ...tags.map(draw));
    row.hidden = tags.length === 0;
  }

  function draw(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      const end = input.value.trimEnd().length;
      const isOpen = end > 0 && !SEPARATORS.test(input.value[end - 1]);
      insert(input, `${isOpen ? "，" : ""}${written(name)}，`, end, input.value.length);
      ask();
    });
    return button;
  }

  for (const text of [...texts, input]) {
    text.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    text.addEventListener("compositionend", later);
  }
  ask();
}
