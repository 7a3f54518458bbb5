// Keeps a pasted text from being read as Markdown, and writes addresses and pictures. Pure.
// Only what this site's renderer would read is escaped: *ST股 and 138****5678 stay readable.

const HAN = "\\p{Script=Han}";
const WEB = /(?:https?:\/\/|www\.)[^\s\u3000-\u303f\uff00-\uffef<>]+/g;
const STARS = new RegExp(
  `\\*(?=ST${HAN})` // A share under special treatment,
  + "|(?<=\\d)\\*{3,}(?=\\d)" // hidden digits,
  + `|(?<=(?:^|[^\\p{L}\\d])${HAN})\\*\\*(?=[，。、；：！？…,.;:!?])` // a hidden name,
  + "|(?<=\\s)\\*+(?=\\s)" // or a star alone.
  + "|(\\*+)",
  "gu",
);
const RULES = [
  [/\\(?=[!-/:-@[-`{-~\s]|$)/g, "\\\\"],
  [/`/g, "\\`"],
  [/(?<![\p{L}\d])_(?=\S)|(?<=\S)_(?![\p{L}\d])/gu, "\\_"],
  [/~~/g, "\\~~"],
  [/<(?=[a-z/!?])/gi, "\\<"],
  [/&(?=#?\w{1,32};)/g, "\\&"],
  [/-\{/g, "\\-{"],
  [/\{(?=[{%:])/g, "&#123;"],
  [/!\[/g, "!\\["],
  [/(?<!\\)\[(?=\^|!|toc|[^\]]*\]\s*[[(:])/gi, "\\["],
];
const AT_START = [
  [/^(#{1,6})(?=\s|$)/, "\\$1"],
  [/^([-+*])(?=\s|$)/, "\\$1"],
  [/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2"],
  [/^([>|])/, "\\$1"],
  [/^(~{3,})/, "\\$1"],
  [/^([:~])(?=\s)/, "\\$1"],
  [/^([-=_*])(?=(?:[ \t]*\1)+[ \t]*$)/, "\\$1"],
];

/**
 * Text that reads as it is written; addresses of the web in it stay whole. A single star
 * in its paragraph, where there is `noPair` for it, says nothing.
 */
export function escapeText(text, noPair = false) {
  let escaped = "";
  let done = 0;
  for (const address of text.matchAll(WEB)) {
    escaped += escapeWords(text.slice(done, address.index), noPair) + address[0];
    done = address.index + address[0].length;
  }
  return escaped + escapeWords(text.slice(done), noPair);
}

function escapeWords(text, noPair) {
  const escaped = RULES.reduce((words, [sign, written]) => words.replace(sign, written), text);
  if (noPair) return escaped;
  return escaped.replace(STARS, (whole, stars) => (stars ? stars.replaceAll("*", "\\*") : whole));
}

/** The same for where a line begins: no heading, no list, no quotation. */
export function escapeStart(line) {
  return AT_START.reduce((words, [sign, written]) => words.replace(sign, written), line);
}

/** An address as it may stand between round brackets. */
export function escapeAddress(address) {
  return address.replace(/[\s"<>()[\]\\^`{|}\u0000-\u001f\u007f]/gu, (character) => (
    character === "(" ? "%28" : character === ")" ? "%29" : encodeURIComponent(character)
  ));
}

/** A picture. With a caption or a credit, which readers see below it, it is a figure. */
export function pictureMarkup({ address, alt = "", caption = "", credit = "" }) {
  const words = alt.replace(/\s+/g, " ").trim();
  if (!caption.trim() && !credit.trim()) {
    return `![${words.replace(/[\\[\]`*_<>!&]/g, "\\$&").replaceAll("-{", "\\-{")}](${escapeAddress(address)})`;
  }
  const named = { src: escapeAddress(address), alt: words, caption, attr: credit };
  const attributes = Object.entries(named)
    .filter(([, value]) => value.trim())
    .map(([name, value]) => `${name}="${value.replace(/\s+/g, " ").trim().replace(/[\\"]/g, "\\$&")}"`);
  return `{{< figure ${attributes.join(" ")} >}}`;
}
