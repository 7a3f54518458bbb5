// Shows what is wrong with a form where the server's own page would show it.

const BOX = "input:not([type=hidden]), select, textarea";

export function clearProblems(form) {
  for (const note of form.querySelectorAll(".errornote:not([hidden]), .errorlist, .desk-problems")) note.remove();
  for (const row of form.querySelectorAll(".errors")) row.classList.remove("errors");
  for (const box of form.querySelectorAll("[aria-invalid]")) box.removeAttribute("aria-invalid");
}

export function showProblems(form, page) {
  clearProblems(form);
  const writing = form.querySelector("[data-writing]");
  const fresh = page.querySelector("[data-writing]");
  for (const note of fresh.closest("form").querySelectorAll(".errornote, .errorlist, .desk-problems")) {
    if (!fresh.contains(note)) writing.before(note);
  }
  for (const list of fresh.querySelectorAll(".errorlist")) place(list, writing);
  const first = writing.querySelector('[aria-invalid="true"]');
  if (first) return focusOn(first);
  const note = form.querySelector(".errornote:not([hidden])");
  note.tabIndex = -1;
  return note.focus();
}

function place(list, writing) {
  const there = list.parentElement.querySelector(BOX);
  const here = there && document.getElementById(there.id);
  if (!here) return writing.before(list);
  here.closest(".form-row")?.classList.add("errors");
  for (const fold of ancestors(here, "details")) fold.open = true;
  for (const box of list.parentElement.querySelectorAll('[aria-invalid="true"]')) {
    const same = document.getElementById(box.id);
    same?.setAttribute("aria-invalid", "true");
    same?.setAttribute("aria-describedby", box.getAttribute("aria-describedby") ?? "");
  }
  return (here.closest(".flex-container") ?? here).before(list);
}

function* ancestors(element, selector) {
  for (let at = element.closest(selector); at; at = at.parentElement.closest(selector)) yield at;
}

function focusOn(box) {
  const shown = box.nextElementSibling?.querySelector?.(".select2-selection");
  (shown ?? box).focus();
}

// The links of the summary lead into boxes that may be folded, or drawn by select2.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".desk-problems a");
  const box = link && document.getElementById(link.hash.slice(1));
  if (!box) return;
  event.preventDefault();
  for (const fold of ancestors(box, "details")) fold.open = true;
  focusOn(box);
});
