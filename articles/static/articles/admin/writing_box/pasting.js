// What is pasted or dropped: rich text becomes Markdown, plain text paragraphs, files pictures.

import { clean } from "./cleaning.js";
import { readPage } from "./html_styles.js";
import { toMarkdown } from "./html_to_markdown.js";
import { asBlock } from "./markup.js";
import { paragraphs } from "./paragraphs.js";
import { addFiles, fetchPictures, placeholder } from "./pictures.js";
import { composing } from "./typing.js";

// Pictures within an HTML take room that its text does not.
const TAGS = /<[^>]*>/g;

/** Take over pasting and dropping. */
export function startPasting(box, describe) {
  const { textarea } = box;
  let asItStands = false;

  // With Shift a browser leaves out the HTML, but not every one does.
  textarea.addEventListener("keydown", (event) => {
    asItStands = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  });
  textarea.addEventListener("paste", (event) => {
    if (event.defaultPrevented || composing() || !event.clipboardData) return;
    event.preventDefault();
    const isPlain = asItStands;
    asItStands = false;
    takeIn(event.clipboardData, isPlain);
  });
  textarea.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  textarea.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return; // A text that is moved is the browser's.
    event.preventDefault();
    textarea.focus();
    addFiles(box, event.dataTransfer.files, describe);
  });

  function takeIn(data, isPlain) {
    const text = clean(data.getData("text/plain"));
    const html = isPlain ? "" : data.getData("text/html");
    const pictures = [...data.files].filter((file) => file.type.startsWith("image/"));
    box.forgive();
    if (isTooLong(text) || (!text && isTooLong(html.replace(TAGS, "")))) return tooLong();
    const page = toMarkdown(readPage(html), { placeholder: placeholder(box) });
    // Excel and Word put a picture of the text beside it; a picture copied from a page
    // comes with nothing but its own address.
    const isOnlyPicture = page.text ? page.text === page.pictures[0]?.mark : !text.trim();
    if (pictures.length && isOnlyPicture) return addFiles(box, pictures, describe);
    const written = page.text || (isPlain ? text : paragraphs(text));
    if (isTooLong(written)) return tooLong();
    put(written);
    tellLost(page.lost);
    fetchPictures(box, page.pictures);
  }

  function tooLong() {
    box.complain(box.text("tooLong", { limit: Number(box.settings.maxLength).toLocaleString("en") }));
  }

  function isTooLong(text) {
    const { selectionStart, selectionEnd } = textarea;
    return !box.hasRoom(text.length - (selectionEnd - selectionStart));
  }

  function put(text) {
    const isBlock = /\n\n|^(?:#{1,6} |[-+*] |\d+[.)] |>|\||```|!\[|<!--)/.test(text);
    box.change((value, start, end) => (
      isBlock ? asBlock(value, start, end, text) : { from: start, to: end, text }
    ));
  }

  function tellLost(lost) {
    const names = lost.filter(Boolean);
    const nameless = lost.length - names.length;
    if (names.length) box.complain(box.text("notOnTheWeb", { names: names.join(", ") }));
    if (nameless) box.complain(box.text("noAddress", { count: nameless }));
  }
}
