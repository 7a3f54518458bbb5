// Brings pictures into the text: those of files, and those that a pasted page shows.

import { ask, Refusal } from "./answers.js";
import { escapeAddress, pictureMarkup } from "./escaping.js";
import { asBlock } from "./markup.js";
import { typeBehind } from "./typing.js";

let number = 0;

/** What stands for a picture until it is here. Readers of a page never see a comment. */
function placeholderFor(name) {
  number += 1;
  return `<!-- ⏳ ${number}: ${name.replace(/[<>]|--+/g, " ").trim()} -->`;
}

export const placeholder = (box) => () => placeholderFor(box.text("picture"));

/** Put files into the text where the caret is; returns when all are here or refused. */
export async function addFiles(box, files, describe) {
  const pictures = [...files].map((file) => ({ file, mark: placeholderFor(file.name) }));
  if (!pictures.length) return;
  const since = performance.now();
  box.forgive();
  const marks = pictures.map(({ mark }) => mark).join("\n\n");
  box.change((value, _start, end) => asBlock(value, end, end, marks)); // No words go for it.
  const here = [];
  for (const { file, mark } of pictures) {
    box.progress(box.text("uploading", { name: file.name }));
    const picture = await taken(box, box.settings.upload, { image: file }, file.name, "notUploaded");
    const written = picture ? pictureMarkup({ address: picture.address, alt: picture.alt }) : "";
    const isThere = await typeBehind(box.textarea, (text) => swap(text, mark, written));
    if (picture && isThere) here.push({ ...picture, written });
    else if (picture) box.complain(box.text("placeTaken", { name: file.name }));
  }
  box.progress("");
  if (here.length) describe(here, since);
}

/** Fetch the pictures of a pasted page, one by one. What cannot be had keeps its address. */
export async function fetchPictures(box, pictures) {
  for (const [at, { mark, address, alt }] of pictures.entries()) {
    box.progress(box.text("fetching", { left: pictures.length - at }));
    const isData = address.startsWith("data:");
    const name = isData ? alt || box.text("picture") : address;
    const [url, fields] = isData
      ? [box.settings.upload, { image: fileOf(address) }]
      : [box.settings.fetch, { address: escapeAddress(address) }];
    const picture = await taken(box, url, fields, name, isData ? "notUploaded" : "notFetched");
    if (!picture && !isData) continue;
    const written = picture ? pictureMarkup({ address: picture.address, alt: alt || picture.alt }) : "";
    await typeBehind(box.textarea, (text) => swap(text, mark, written));
  }
  box.progress("");
}

/** Put a picture of the library into the text where the caret is. */
export function addPicture(box, picture, describe) {
  const written = pictureMarkup(picture);
  box.change((value, _start, end) => asBlock(value, end, end, written));
  describe([{ ...picture, written }], performance.now());
}

/** The change that makes the picture in the text say what its card says. */
export function rewritten(text, { address, written }, said) {
  const target = escapeAddress(address);
  const from = text.indexOf(written);
  if (from >= 0) return { from, to: from + written.length, text: pictureMarkup({ address, ...said }) };
  // Somebody wrote into it meanwhile.
  const quoted = target.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = text.match(new RegExp(`!\\[(?:\\\\.|[^\\]\\n])*\\]\\(${quoted}\\)|\\{\\{< figure src="${quoted}".*? >\\}\\}`));
  return found && { from: found.index, to: found.index + found[0].length, text: pictureMarkup({ address, ...said }) };
}

async function taken(box, url, fields, name, refusal) {
  try {
    return await ask(box, url, fields);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    box.complain(box.text(refusal, { name, reason: error.message }));
    return null;
  }
}

// Without a picture in its place, a paragraph of its own goes with its blank line.
function swap(text, mark, written) {
  const from = text.indexOf(mark);
  if (from < 0) return null;
  const to = from + mark.length;
  if (written) return { from, to, text: written };
  const after = text.slice(to).match(/^\n\n/)?.[0].length ?? 0;
  const before = after ? 0 : text.slice(0, from).match(/\n\n$/)?.[0].length ?? 0;
  return { from: from - before, to: to + after, text: "" };
}

// The page's policy lets no script fetch what an address holds in itself.
function fileOf(address) {
  const [head, data] = address.split(",", 2);
  const type = head.match(/^data:([^;]+)/)[1];
  const isBase64 = /;base64$/i.test(head);
  const bytes = isBase64 ? atobOrNothing(data) : decodeURIComponent(data);
  const content = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  return new File([content], `image.${type.split("/")[1]}`, { type });
}

function atobOrNothing(data) {
  try {
    return atob(data);
  } catch {
    return ""; // The site says that this is no picture.
  }
}
