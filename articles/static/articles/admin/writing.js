// The page an article is written on: how its boxes behave, and what stands beside them.

const writing = document.querySelector("[data-writing]");
const form = writing?.closest("form");

if (form) {
  const { title, lead, body } = form.elements;
  if (title) growTitle(title);
  if (title && lead && body) walkOn(title, lead, body);
  if (body) countCharacters(form, body);
  showChips(form);
  if (body) keepPlace(form);
  openMore();
  orderChoices(form);
  showMacKeys(form);

}

// One line, shown on as many as it takes; a pasted break becomes a space.
function growTitle(title) {
  const tidy = () => {
    if (/[\r\n]/.test(title.value)) {
      const at = title.selectionEnd;
      title.value = title.value.replace(/[\r\n]/g, " ");
      title.setSelectionRange(at, at);
    }
    if (!CSS.supports("field-sizing", "content")) {
      title.style.height = "auto";
      title.style.height = `${title.scrollHeight}px`;
    }
  };
  title.addEventListener("input", (event) => { if (!event.isComposing) tidy(); });
  tidy();
}

// Enter leads from the title to the lead and to the text. It sends nothing.
function walkOn(title, lead, body) {
  const next = new Map([[title, lead], [lead, body]]);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    const to = next.get(event.target);
    if (!to || (event.shiftKey && event.target === lead)) return;
    event.preventDefault();
    to.focus();
  });
}

function countCharacters(form, body) {
  const shown = form.querySelector("[data-bar] [data-count]");
  const HAN = /\p{Script=Han}/gu;
  const WORD = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;
  let timer = 0;
  const count = () => {
    const han = body.value.match(HAN)?.length ?? 0;
    const words = body.value.replace(HAN, " ").match(WORD)?.length ?? 0;
    const minutes = Math.max(1, Math.round(han / 400 + words / 230));
    const number = (han + words).toLocaleString(document.documentElement.lang);
    shown.textContent = shown.dataset.count.replace("{n}", number).replace("{minutes}", minutes);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(count, 250); };
  form.addEventListener("input", ({ target }) => { if (target === body) later(); });
  form.addEventListener("desk:saved", count);
  count();
}

// Each chip says what is chosen in it.
function showChips(form) {
  const chips = form.querySelector(".desk-chips");
  const show = (chip) => {
    const heading = chip.querySelector("summary .fieldset-heading");
    if (!heading) return; // Something is wrong in it, and it stands open.
    const value = heading.querySelector(".desk-chip__value") ?? document.createElement("span");
    value.className = "desk-chip__value";
    const text = chosen(chip);
    value.textContent = text || "–";
    value.toggleAttribute("data-empty", !text);
    heading.append(" ", value);
  };
  const showAll = () => { for (const chip of chips.children) show(chip); };
  const changed = ({ target }) => { const chip = target.closest(".desk-chip"); if (chip) show(chip); };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  django.jQuery(form).on("change", "select", changed);
  form.addEventListener("desk:saved", showAll);
  showAll();
}

function chosen(chip) {
  for (const field of chip.querySelectorAll("select, input:not([type=hidden], [type=checkbox]), textarea, .readonly")) {
    if (field.matches(".readonly")) {
      const shown = field.textContent.trim();
      if (shown && shown !== "-") return shown; // What Django prints for nothing.
      continue;
    }
    if (field.matches("select") && !field.value) continue;
    const text = field.matches("select")
      ? [...field.selectedOptions].map((option) => option.text).join("，")
      : field.value;
    if (text.trim()) return field.type === "file" ? field.files[0].name : text.trim();
  }
  return "";
}

// The caret goes back to where this article was last written, in this tab.
function keepPlace(form) {
  const key = () => `newsdesk.place.${writing.dataset.place}`; // A new article has a number once saved.
  const isWritten = (field) => field?.matches?.("textarea[name]");
  const keep = ({ target }) => {
    if (!isWritten(target)) return;
    const place = [target.id, target.selectionStart, target.scrollTop];
    sessionStorage.setItem(key(), JSON.stringify(place));
  };
  form.addEventListener("input", keep);
  form.addEventListener("focusout", keep);
  if (document.querySelector(".errornote")) return; // The first error has the focus.
  const [id, at, top] = JSON.parse(sessionStorage.getItem(key()) ?? "[]");
  const field = document.getElementById(id) ?? form.elements.title;
  if (!isWritten(field)) return;
  if (writing.dataset.place === "new") return form.elements.title.focus();
  if (!id) return;
  field.focus();
  field.setSelectionRange(at, at);
  field.scrollTop = top;
}

// What stands under “⋯” closes again by itself.
function openMore() {
  const open = () => form.querySelector(".desk-verbs__more[open]");
  document.addEventListener("click", ({ target }) => {
    if (open() && !open().contains(target)) open().open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !open()) return;
    const more = open();
    more.open = false;
    more.querySelector("summary").focus();
  });
}

// The order of a choice is the order of its options: the newest goes last.
function orderChoices(form) {
  django.jQuery(form).on("select2:select", "select[data-ordered]", (event) => {
    const chosen = String(event.params.data.id);
    const option = [...event.target.options].find((other) => other.value === chosen);
    if (option) event.target.append(option);
    django.jQuery(event.target).trigger("change");
  });
}

function showMacKeys(form) {
  if (!/Mac|iPhone|iPad/.test(navigator.platform)) return;
  const show = () => {
    for (const verb of form.querySelectorAll('[title^="Ctrl+"]')) {
      verb.title = verb.title.replace("Ctrl+", "⌘");
    }
  };
  form.addEventListener("desk:saved", show);
  show();
}
