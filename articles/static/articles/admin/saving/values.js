// What the boxes of a form say, and how they take over what the server stored.

// What the page itself writes into the form, only the preview reads, or belongs to a verb.
export const HOUSEKEEPING = new Set([
  "csrfmiddlewaretoken", "editor", "copy_checks_shown", "preview_variant",
  "note", "kind_of_change", "go_live_at", "with_versions",
]);

function controls(form) {
  return [...form.elements].filter((control) => (
    control.name && control.type !== "submit" && !HOUSEKEEPING.has(control.name)
  ));
}

function valueOf(control, asOpened = false) {
  if (control.type === "checkbox" || control.type === "radio") {
    return String(asOpened ? control.defaultChecked : control.checked);
  }
  if (control.tagName !== "SELECT") return asOpened ? control.defaultValue : control.value;
  const options = [...control.options];
  let chosen = options.filter((option) => (asOpened ? option.defaultSelected : option.selected));
  // A closed list always has one chosen: the first, where nothing else is said.
  if (!chosen.length && !control.multiple) chosen = options.slice(0, 1);
  return chosen.map((option) => option.value).join("\n");
}

// Each control of a form with its value.
export function valuesOf(form) {
  return new Map(controls(form).map((control) => [control, valueOf(control)]));
}

// All that an editor could lose: names with values.
export function typedPairs(form, { asOpened = false } = {}) {
  const typed = controls(form).filter(({ type }) => type !== "hidden");
  return typed.map((control) => [control.name, valueOf(control, asOpened)]);
}

// The same in one text.
export const typedValues = (form, options) => JSON.stringify(typedPairs(form, options));

function shownNames(form) {
  return controls(form).filter(({ type }) => type !== "hidden").map(({ name }) => name).join();
}

// Takes over the values of the page that a save led to. What was typed since stays: false,
// if anything was. Null where the forms have not the same boxes any more.
export function refresh(form, page, sent) {
  const fresh = page.querySelector("[data-writing]").closest("form");
  const byName = Map.groupBy(controls(fresh), (control) => control.name);
  const isSame = [...sent].every(([control, value]) => valueOf(control) === value);
  const known = controls(form).filter((control) => byName.has(control.name));
  if (isSame && shownNames(form) !== shownNames(fresh)) return null;

  let isMerged = true;
  const pairs = known.map((control) => [control, byName.get(control.name).shift()]);
  for (const [control, other] of pairs) {
    if (!other || control.name === "base") continue;
    if (valueOf(control) === sent.get(control)) take(control, other);
    else if (valueOf(other) !== sent.get(control)) isMerged = false;
  }
  // Where a colleague's words could not be put under newer ones, the next save merges
  // again from where this one started.
  if (isMerged && form.elements.base) form.elements.base.value = fresh.elements.base.value;
  return isSame;
}

function take(control, other) {
  for (const { name, value } of other.attributes) {
    if (name.startsWith("data-") && !name.startsWith("data-select2")) control.setAttribute(name, value);
  }
  if (control.type === "file") {
    control.value = "";
  } else if (valueOf(control) === valueOf(other)) {
    return;
  } else if (control.tagName === "SELECT") {
    control.replaceChildren(...other.cloneNode(true).childNodes);
    django.jQuery(control).trigger("change");
  } else if (control.type === "checkbox") {
    control.checked = other.checked;
  } else {
    const at = control.type === "textarea" ? control.selectionEnd : null;
    control.value = other.value;
    if (at !== null && control === document.activeElement) control.setSelectionRange(at, at);
  }
}
