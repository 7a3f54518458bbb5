// Changes a text as typing does: Ctrl+Z takes each change back, and `input` is fired.

// Chromium lays the whole text out anew after every line of an insertText.
const MANY_LINES = 20;

let isComposing = false;
document.addEventListener("compositionstart", () => { isComposing = true; }, true);
document.addEventListener("compositionend", () => { isComposing = false; }, true);

/** Tell whether an input method is at work, in whatever field. */
export const composing = () => isComposing;

/** Wait until no input method is at work: a change would end what is being composed. */
export function composed() {
  if (!isComposing) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener("compositionend", () => setTimeout(() => resolve(composed())), {
      capture: true, once: true,
    });
  });
}

/**
 * Put `text` in the place of what stands between `from` and `to`, and select `select`
 * (else the caret stands after the text).
 */
export function type(textarea, { from, to, text, select }) {
  textarea.focus({ preventScroll: true });
  textarea.setSelectionRange(from, to);
  const wanted = textarea.value.slice(0, from) + text + textarea.value.slice(to);
  if (textarea.value !== wanted) insert(textarea, text, wanted);
  const end = from + text.length;
  textarea.setSelectionRange(...(select ?? [end, end]));
}

function insert(textarea, text, wanted) {
  const isLong = text.split("\n", MANY_LINES + 1).length > MANY_LINES;
  if (!text) document.execCommand("delete");
  else if (!isLong || !insertAtOnce(text)) document.execCommand("insertText", false, text);
  if (textarea.value === wanted) return;
  // A browser that does not know the command: the text counts more than its undoing.
  textarea.value = wanted;
  textarea.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}

// Not every browser does this in a plain field; it says so.
function insertAtOnce(text) {
  // The parser takes one line break away at each end.
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const last = text.endsWith("\n") ? "\n" : "";
  return document.execCommand("insertHTML", false, `<pre>\n${escaped}${last}</pre>`);
}

/** Remember the field that has the focus, and its caret; returns what goes back there. */
export function place(field = document.activeElement) {
  const { selectionStart, selectionEnd } = field;
  const comeBack = () => {
    field.focus({ preventScroll: true });
    if (typeof selectionStart === "number") field.setSelectionRange(selectionStart, selectionEnd);
  };
  return Object.assign(comeBack, { field });
}

/** Change the text while the editor may be elsewhere: caret and focus stay where they are. */
export async function typeBehind(textarea, change) {
  await composed();
  const found = change(textarea.value);
  if (!found) return false;
  const { from, to, text } = found;
  const comeBack = place();
  const { selectionStart, selectionEnd, scrollTop } = textarea;
  const moved = (at) => (at <= from ? at : at >= to ? at + text.length - (to - from) : from + text.length);
  type(textarea, { from, to, text, select: [moved(selectionStart), moved(selectionEnd)] });
  textarea.scrollTop = scrollTop;
  if (document.activeElement !== comeBack.field) comeBack();
  return true;
}
