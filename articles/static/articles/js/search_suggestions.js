// Suggestions under a search box while readers type: the APG's combobox with a listbox.
// Without it the form sends what was typed, and the browser may suggest from a datalist.

const DELAY = 150;

document.querySelectorAll("form[data-suggestions]").forEach(start);

function start(form, number) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  list.id = `nd-suggestions-${number}`;
  list.className = "search-suggestions";
  list.role = "listbox";
  list.ariaLabel = form.dataset.label;
  list.hidden = true;
  form.append(list);

  input.removeAttribute("list");
  input.autocomplete = "off";
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", list.id);

  let found = [];
  let active = -1;
  let typed = "";
  let timer = 0;
  let request = new AbortController();
  close();

  // An input method shows letters first; what they mean is there when it is done.
  input.addEventListener("input", (event) => { if (!event.isComposing) wait(); });
  input.addEventListener("compositionstart", stop);
  input.addEventListener("compositionend", wait);
  input.addEventListener("keydown", press);
  input.addEventListener("blur", () => { stop(); close(); });
  form.addEventListener("submit", () => { stop(); close(); });
  // The box keeps the focus while a suggestion is chosen.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });

  function stop() {
    clearTimeout(timer);
    request.abort();
  }

  function wait() {
    stop();
    typed = input.value;
    if (typed.trim()) timer = setTimeout(ask, DELAY);
    else close();
  }

  async function ask() {
    request = new AbortController();
    const { signal } = request;
    const query = new URLSearchParams({ q: typed });
    try {
      const answer = await fetch(`${form.dataset.suggestions}?${query}`, { signal });
      found = answer.ok ? await answer.json() : [];
    } catch (error) {
      if (signal.aborted) return;
      found = [];  // Offline: the form itself says so when it is sent.
    }
    if (!signal.aborted) show();
  }

  function show() {
    list.replaceChildren(...found.map(drawn));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.ariaExpanded = String(!list.hidden);
  }

  function close() {
    found = [];
    show();
  }

  function drawn({ text, kind }, place) {
    const option = document.createElement("li");
    option.id = `${list.id}-${place}`;
    option.className = "search-suggestions__option";
    option.role = "option";
    option.ariaSelected = "false";
    const name = document.createElement("span");
    name.className = "search-suggestions__text";
    name.textContent = text;
    const label = document.createElement("span");
    label.className = "search-suggestions__kind";
    label.textContent = form.dataset[kind] ?? "";
    option.append(name, " ", label);
    return option;
  }

  function press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && !list.hidden) {
      input.value = typed;
      stop();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      choose(active);
    } else if (event.key === "ArrowDown" && list.hidden) {
      wait();
    } else if (event.key === "ArrowDown") {
      move(active + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      move(active < 0 ? found.length - 1 : active - 1);
    } else return;
    event.preventDefault();
  }

  // Past either end lies what was typed.
  function move(place) {
    active = place < found.length ? place : -1;
    [...list.children].forEach((option, at) => { option.ariaSelected = String(at === active); });
    const option = list.children[active];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
    input.value = found[active]?.text ?? typed;
  }

  function choose(place) {
    input.value = found[place].text;
    location.assign(found[place].url);
    close();
  }
}
