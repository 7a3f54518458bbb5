// Text within a paragraph: read from HTML as runs of one style, written as Markdown. Pure.

import { clean } from "./cleaning.js";
import { escapeAddress, escapeStart, escapeText } from "./escaping.js";
import { isHidden, styleOf } from "./html_styles.js";

const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2026\u2014]/u;
const MARKS = { link: null, strong: ["**", "**"], em: ["*", "*"], del: ["~~", "~~"], sup: ["<sup>", "</sup>"], sub: ["<sub>", "</sub>"] };
const STYLES = Object.keys(MARKS);
const LINKS = /^(?:https?:|mailto:|ftp:)/i;
const BREAK = "\v";

/** The runs of an inline node: text, and pictures where they stand. */
export function runsOf(node, style = {}) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = clean(node.data).replace(/[ \t\n\r\f]+/g, (space) => (/[\n\r]/.test(space) ? "\n" : " "));
    return text ? [{ text, style }] : [];
  }
  if (node.nodeType !== Node.ELEMENT_NODE || isHidden(node)) return [];
  const name = node.localName;
  if (name === "br") return [{ text: BREAK, style: {} }];
  if (name === "img") return [{ picture: node, text: "", style }];
  const inner = styled(node, name, style);
  return [...node.childNodes].flatMap((child) => runsOf(child, inner));
}

function styled(node, name, style) {
  const inner = { ...style };
  const { weight, slant, line, raised } = styleOf(node);
  if (weight !== undefined) inner.strong = weight;
  else if (name === "b" || name === "strong") inner.strong = true;
  if (slant !== undefined) inner.em = slant;
  else if (["i", "em", "cite", "dfn"].includes(name)) inner.em = true;
  if (["s", "del", "strike"].includes(name) || line) inner.del = true;
  if (name === "sup" || raised === "super") inner.sup = true;
  if (name === "sub" || raised === "sub") inner.sub = true;
  if (["code", "kbd", "samp", "tt"].includes(name)) inner.code = true;
  const address = name === "a" ? node.getAttribute("href")?.trim() ?? "" : "";
  if (LINKS.test(address)) inner.link = address;
  return inner;
}

/** Runs as paragraphs of runs: two breaks, or one before an indent, end a paragraph. */
export function paragraphsOf(runs) {
  const paragraphs = [[]];
  runs.forEach((run, at) => {
    if (run.text !== BREAK) return paragraphs.at(-1).push(run);
    const rest = runs.slice(at + 1, at + 4);
    const follows = rest.find((next) => next.text === BREAK || next.text.trim() || /\u3000/.test(next.text));
    if (follows?.text === BREAK || /^\s*\u3000/.test(follows?.text ?? "")) paragraphs.push([]);
    else paragraphs.at(-1).push(run);
  });
  return paragraphs;
}

/** One paragraph in Markdown; `plain` leaves bold and italics out, as in a heading. */
export function writeRuns(runs, { plain = false, inCell = false } = {}) {
  const merged = trimmed(merge(runs.map((run) => (plain ? { ...run, style: { ...run.style, strong: false, em: false } } : run))));
  if (!merged.length) return "";
  const stars = merged.flatMap((run) => run.text.match(/\*+/g) ?? []).length;
  const noPair = stars < 2 && !merged.some((run) => run.style.strong || run.style.em);
  const text = write(merged, STYLES, noPair);
  if (inCell) return text.replaceAll("|", "\\|").replaceAll(BREAK, "<br>");
  return text.split(BREAK).map((line) => escapeStart(line.trim())).join("\\\n");
}

// Neighbours of one style become one run: word processors cut words anywhere. A space has
// the style of what stands before it.
function merge(runs) {
  const merged = [];
  for (const run of joinLines(runs)) {
    const last = merged.at(-1);
    const isSpace = !run.text.trim() && run.text !== BREAK;
    const isSame = last && last.text !== BREAK && run.text !== BREAK
      && (isSpace || key(last.style) === key(run.style));
    if (isSame) last.text += run.text;
    else merged.push({ ...run });
  }
  let before = "";
  for (const run of merged) {
    run.text = run.text.replace(/ {2,}/g, " ").replace(before.endsWith(" ") ? /^ / : "", "");
    before = run.text || before;
  }
  return merged;
}

const key = (style) => [...STYLES, "code"].map((name) => style[name] || "").join("\u0000");

// A line end in the source is a space, but none between two characters of Chinese.
function joinLines(runs) {
  const text = runs.map((run) => run.text).join("");
  let at = 0;
  return runs.filter((run) => run.text).map((run) => {
    const written = run.text.replace(/\n/g, (_end, index) => {
      const [before, after] = [text[at + index - 1] ?? "", text[at + index + 1] ?? ""];
      return WIDE.test(before) && WIDE.test(after) ? "" : " ";
    });
    at += run.text.length;
    return { ...run, text: written };
  });
}

function trimmed(runs) {
  const kept = [...runs];
  const blank = (run) => run && !run.text.replaceAll(BREAK, "").trim();
  while (blank(kept[0])) kept.shift();
  while (blank(kept.at(-1))) kept.pop();
  if (kept.length) kept[0].text = kept[0].text.trimStart();
  if (kept.length) kept.at(-1).text = kept.at(-1).text.trimEnd();
  return kept;
}

// By one style after another: runs that share it stand within one pair of its marks.
function write(runs, styles, noPair, outside = ["", ""]) {
  const [style, ...rest] = styles;
  if (!style) return runs.map((run) => words(run, noPair)).join("");
  let written = "";
  for (let at = 0; at < runs.length;) {
    const value = runs[at].style[style];
    let end = at + 1;
    while (end < runs.length && (runs[end].style[style] || "") === (value || "")) end += 1;
    const sides = [written || outside[0], runs[end]?.text ?? outside[1]];
    const inner = write(runs.slice(at, end), rest, noPair, value ? ["", ""] : sides);
    if (style === "link" && value) written = written.replace(/!$/, "\\!"); // Else a picture.
    written += value ? marked(inner, style, value, sides) : inner;
    at = end;
  }
  return written;
}

function words(run, noPair) {
  if (!run.style.code || !run.text.trim()) return escapeText(run.text, noPair);
  const [, before, code, after] = run.text.match(/^(\s*)(.*?)(\s*)$/s);
  const ticks = "`".repeat(1 + Math.max(0, ...(code.match(/`+/g) ?? []).map((found) => found.length)));
  const space = code.includes("`") ? " " : "";
  return before + ticks + space + code + space + ticks + after;
}

// Marks hold no space at their ends. Between a letter that is no Chinese and punctuation
// they would be printed: the punctuation goes out, or a tag comes in.
function marked(inner, style, value, [previous, next]) {
  const [, before, core, after] = inner.match(/^(\s*)(.*?)(\s*)$/s);
  if (!core) return inner;
  if (style === "link") return before + linked(core, value) + after;
  if (style !== "strong" && style !== "em") return before + wrapLines(core, MARKS[style]) + after;
  if (!/[\p{L}\p{N}]/u.test(core)) return inner;
  const [lead, rest] = !before && LETTER_BEFORE.test(previous) ? parted(core, LEAD) : ["", core];
  const [body, tail] = !after && LETTER_AFTER.test(next) ? parted(rest, BODY) : [rest, ""];
  const isRead = (FIRST.test(body) || before || lead || !previous) && LAST.test(body)
    && !/[*_]$/.test(lead || before || previous) && !(PUNCTUATED.test(body) && LETTER_AFTER.test(tail || after || next));
  const marks = isRead ? MARKS[style] : [`<${style}>`, `</${style}>`];
  return before + lead + wrapLines(body, marks) + tail + after;
}

const LEAD = /^[^\p{L}\p{N}\\<[\]`*~]*/u;
const BODY = /^.*[\p{L}\p{N})>\]*`~]/su;
const LETTER_BEFORE = /(?!\p{Script=Han})[\p{L}\d]$/u;
const LETTER_AFTER = /^(?!\p{Script=Han})[\p{L}\d]/u;
// What marks may touch without being printed.
const FIRST = /^[\p{L}\p{N}“‘「『《（]/u;
const LAST = /[\p{L}\p{N}。，、；：！？…％”’」』》）.,;:!?%)]$/u;
const PUNCTUATED = /[^\p{L}\p{N}]$/u;

const wrapLines = (text, [open, close]) => text.split(BREAK).map((line) => {
  const [, left, middle, right] = line.match(/^(\s*)(.*?)(\s*)$/s);
  return middle ? left + open + middle + close + right : line;
}).join(BREAK);

function parted(text, first) {
  const found = text.match(first)?.[0] ?? "";
  return [found, text.slice(found.length)];
}

function linked(text, address) {
  if (text === address && !/[\s<>]/.test(address)) return `<${address}>`;
  return `[${text.replace(/\\.|[[\]]/gs, (sign) => (sign.length > 1 ? sign : `\\${sign}`))}](${escapeAddress(address)})`;
}
