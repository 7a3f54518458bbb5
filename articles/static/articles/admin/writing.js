// The form an article is written in: nothing typed is lost, nothing is sent twice.

const writing = document.querySelector("[data-writing]");
const form = writing?.closest("form");

if (form) {
  let isDirty = document.querySelector(".errornote") !== null;
  let isSent = false;

  form.addEventListener("input", () => { isDirty = true; });
  form.addEventListener("change", () => { isDirty = true; });

  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-no-guard")) return;
    if (isSent) event.preventDefault();
    isSent = true;
  });
  // Coming back with the browser's button must not find a form that cannot be sent.
  window.addEventListener("pageshow", () => { isSent = false; });

  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isSent) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.querySelector('[name="_continue"]')?.click();
  });

  // The order of a choice is the order of its options: the newest goes last.
  django.jQuery(form).on("select2:select", "select[data-ordered]", (event) => {
    const chosen = String(event.params.data.id);
    const option = [...event.target.options].find((other) => other.value === chosen);
    if (option) event.target.append(option);
    django.jQuery(event.target).trigger("change");
  });
}
