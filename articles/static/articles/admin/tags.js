// Suggests known tags while one is typed. Without it, tags are simply typed.

const SEPARATORS = /[,，、;；\r\n]/;
const DELAY = 200;

for (const input of document.querySelectorAll("textarea[data-tags]")) suggest(input);

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
    const query = new URLSearchParams({
      app_label: "articles", model_name: "taggedarticle", field_name: "tag", term,
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
    const written = SEPARATORS.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
    const space = start > 0 && input.value[start - 1] === "," ? " " : "";
    input.setRangeText(`${space}${written}，`, start, input.selectionStart, "end");
    input.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  }

  function move(step) {
    const items = [...list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = items[(at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length];
    for (const item of items) item.setAttribute("aria-selected", String(item === next));
    input.setAttribute("aria-activedescendant", next.id);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
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
