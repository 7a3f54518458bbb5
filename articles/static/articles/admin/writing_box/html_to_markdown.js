// A copied page in Markdown. A pure function of its tree, which it may change.

import { clean } from "./cleaning.js";
import { pictureMarkup } from "./escaping.js";
import { isHidden, styleOf } from "./html_styles.js";
import { isData, rowsOf, writeTable } from "./html_tables.js";
import { paragraphsOf, runsOf, writeRuns } from "./inline_runs.js";
import { makeOfficeLists } from "./office_lists.js";

const BLOCKS = new Set([
  "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
  "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
  "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
  "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
]);
// Where a picture really is, on pages that fetch it only when it is scrolled to.
const SOURCES = ["data-src", "data-original", "data-lazy-src", "data-actualsrc", "src"];
const SMALL = 3;
const EMOJI = /^\p{Extended_Pictographic}/u;

/**
 * The Markdown of a copied page. Its pictures stand in the text as `mark`, each once, with
 * the `address` to take them from; a mark that is no picture yet is what `placeholder`
 * makes of a number. `lost` names the pictures that cannot be had from here.
 */
export function toMarkdown(root, { placeholder = (number) => `<!-- ${number} -->` } = {}) {
  const found = { pictures: [], lost: [] };
  const pictureOf = (image) => takePicture(image, found, placeholder);
  makeOfficeLists(root);
  // The page has its own heading of the first level.
  const lowered = root.querySelector("h1") ? 1 : 0;
  const blocks = blocksOf(root, { pictureOf, lowered });
  return { text: joined(blocks), ...found };
}

function takePicture(image, found, placeholder) {
  const alt = clean(image.getAttribute("alt") ?? "");
  const [width, height] = ["width", "height"].map((name) => Number.parseFloat(image.getAttribute(name) ?? "100"));
  if (EMOJI.test(alt)) return alt;
  if (width < SMALL || height < SMALL) return "";
  const sources = SOURCES.map((name) => image.getAttribute(name)?.trim()).filter(Boolean);
  const address = sources.find((source) => /^(?:https?:)?\/\//i.test(source))?.replace(/^\/\//, "https://");
  const data = sources.find((source) => /^data:image\/(?!svg)/i.test(source));
  if (address) {
    const mark = pictureMarkup({ address, alt });
    if (!found.pictures.some((other) => other.mark === mark)) found.pictures.push({ mark, address, alt });
    return mark;
  }
  if (data) {
    const mark = placeholder(found.pictures.length + 1);
    found.pictures.push({ mark, address: data, alt });
    return mark;
  }
  const source = sources.find((other) => !/^data:/i.test(other));
  if (source) found.lost.push(/^file:/i.test(source) ? decoded(source.split(/[\\/]/).pop()) : "");
  return "";
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

// Blocks are { text, kind }; lists of one kind that follow each other are one list.
const joined = (blocks) => blocks.reduce((text, block, at) => {
  if (!at) return block.text;
  const isTight = block.kind && block.kind === blocks[at - 1].kind;
  return `${text}${isTight ? "\n" : "\n\n"}${block.text}`;
}, "");

function blocksOf(node, context) {
  const blocks = [];
  let inline = [];
  const flush = () => {
    blocks.push(...writeInline(inline, context));
    inline = [];
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && isHidden(child)) continue;
    if (isBlock(child)) {
      flush();
      blocks.push(...blockOf(child, context));
    } else {
      inline.push(...runsOf(child));
    }
  }
  flush();
  return blocks;
}

// Google wraps a page in one <b>, pages put blocks into links and spans.
function isBlock(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  return BLOCKS.has(node.localName) || [...node.children].some(isBlock);
}

function writeInline(runs, { pictureOf }) {
  const blocks = [];
  for (const paragraph of paragraphsOf(runs)) {
    let text = [];
    const flush = () => {
      const written = writeRuns(text);
      if (written) blocks.push({ text: written });
      text = [];
    };
    for (const run of paragraph) {
      const picture = run.picture ? pictureOf(run.picture) : "";
      if (!picture) {
        text.push(run);
      } else if (/^(?:!\[|<!--)/.test(picture)) {
        flush(); // A picture is a paragraph of its own.
        blocks.push({ text: picture });
      } else {
        text.push({ text: picture, style: {} });
      }
    }
    flush();
  }
  return blocks;
}

function blockOf(node, context) {
  const name = node.localName;
  const level = headingLevel(node);
  if (level) {
    const text = writeRuns(runsOf(node).map(onOneLine), { plain: true });
    const pictures = [...node.querySelectorAll("img")].map(context.pictureOf).filter(Boolean);
    const marks = "#".repeat(Math.min(level + context.lowered, 6));
    return [...(text ? [`${marks} ${text}`] : []), ...pictures].map((written) => ({ text: written }));
  }
  if (name === "ul" || name === "ol") return writeList(node, context);
  if (name === "blockquote") {
    const text = joined(blocksOf(node, context));
    return text ? [{ text: prefixed(text, "> ", "> ") }] : [];
  }
  if (name === "pre") return writeCode(node);
  if (name === "hr") return [{ text: "---" }];
  if (name === "table") return writeAnyTable(node, context);
  return blocksOf(node, context);
}

const onOneLine = (run) => ({ ...run, text: run.text.replaceAll("\v", " ") });

function headingLevel(node) {
  const named = node.localName.match(/^h([1-6])$/)?.[1];
  if (named) return Number(named);
  if (node.localName !== "p") return 0;
  const { outline = 0 } = styleOf(node);
  return outline <= 6 ? outline : 0;
}

function writeCode(node) {
  const text = clean(node.textContent).replace(/\n+$/, "");
  if (!text.trim()) return [];
  const fence = "`".repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length + 1)));
  return [{ text: `${fence}\n${text}\n${fence}` }];
}

function writeList(list, context) {
  const isNumbered = list.localName === "ol";
  let number = Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1;
  const items = [];
  for (const child of list.children) {
    if (isHidden(child)) continue;
    const blocks = child.localName === "li" ? blocksOf(child, context) : blockOf(child, context);
    if (!blocks.length) continue;
    const isNested = child.localName !== "li" && items.length > 0;
    const mark = isNumbered ? `${number}. ` : "- ";
    const indent = " ".repeat(mark.length);
    const text = blocks.reduce((written, block, at) => (
      at ? `${written}${block.kind ? "\n" : "\n\n"}${block.text}` : block.text
    ), "");
    if (isNested) items[items.length - 1] += `\n${prefixed(text, indent, indent)}`;
    else items.push(prefixed(text, mark, indent));
    if (!isNested) number += 1;
  }
  return items.length ? [{ text: items.join("\n"), kind: isNumbered ? "ol" : "ul" }] : [];
}

const prefixed = (text, first, others) => text.split("\n")
  .map((line, at) => (at ? (line || others.trim() ? others + line : line) : first + line).replace(/[ \t]+$/, ""))
  .join("\n");

function writeAnyTable(table, context) {
  const rows = rowsOf(table);
  if (isData(table, rows)) return [{ text: writeTable(rows, context.pictureOf) }];
  if (rows.length === 1 && rows[0].every((cell) => !cell?.querySelector("p, div, table, img, ul, ol"))) {
    // One row of a sheet is a line.
    const runs = rows[0].flatMap((cell, at) => [...(at ? [{ text: " ", style: {} }] : []), ...(cell ? runsOf(cell) : [])]);
    return writeInline(runs, context);
  }
  return rows.flat().filter(Boolean).flatMap((cell) => blocksOf(cell, context));
}
