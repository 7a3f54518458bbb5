// Makes paragraphs of a plain text, in which a line end often stands for one. Pure.

const INDENT = /^[ \t\u3000]*\u3000[ \t\u3000]*/;
const MARKUP = /^(?: {0,3}(?:#{1,6}[ \t]|[-+*][ \t]|\d{1,9}[.)][ \t]|>|\||```|~~~|:[ \t]|\[\^|<)|\t| {4}|[=-]{2,}\s*$)/;
const FENCE = /^ {0,3}(?:```|~~~)/m;
// The lines of a letter or a wire in English: a sentence goes on in the next.
const GOES_ON = /^\p{Ll}/u;

/** The text with a blank line between paragraphs, and without their ideographic indents. */
export function paragraphs(text) {
  if (FENCE.test(text)) return text;
  const lines = text.split("\n");
  const hasBlank = lines.slice(1, -1).some((line) => !line.trim());
  const written = [];
  for (const line of lines) {
    const isIndented = INDENT.test(line) && line.trim() !== "";
    const last = written.at(-1);
    const isNew = last?.trim() && line.trim() && (isIndented || !hasBlank)
      && !MARKUP.test(last) && !MARKUP.test(line) && !GOES_ON.test(line);
    if (isNew) written.push("");
    written.push(isIndented ? line.replace(INDENT, "") : line.trimEnd());
  }
  return written.join("\n");
}
