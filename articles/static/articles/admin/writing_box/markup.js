// What the buttons do to a text. Each takes the text and the selection, and returns the
// change: what stands between `from` and `to` becomes `text`, then `select` is selected.

const PREFIX = /^(?:[ \t]*(?:#{1,6}|[-+*]|\d{1,9}[.)]|>)[ \t]+)*/;
const QUOTE = /^[ \t]*>[ \t]?/;
const BULLET = /^[ \t]*[-+*][ \t]+/;
const NUMBER = /^[ \t]*\d{1,9}[.)][ \t]+/;
const ITEM = /^([ \t]*(?:>[ \t]?)*)([-+*][ \t]+|(\d{1,3})([.)])[ \t]+)?/;
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/;

/** Set what is selected in marks, or take away those that it stands in. */
export function wrapped(value, start, end, open, close) {
  const outer = around(value, start, end, open, close);
  if (outer) {
    const text = value.slice(outer[0] + open.length, outer[1] - close.length);
    const moved = (at) => Math.min(Math.max(at - open.length, outer[0]), outer[0] + text.length);
    return { from: outer[0], to: outer[1], text, select: [moved(start), moved(end)] };
  }
  if (start === end) {
    const caret = start + open.length;
    return { from: start, to: end, text: open + close, select: [caret, caret] };
  }
  const lines = value.slice(start, end).split("\n").map((line) => parted(line, open, close));
  const full = lines.filter((line) => line.core);
  const isOn = full.length > 0 && full.every((line) => line.isSet);
  const text = lines.map(({ before, core, after, isSet }) => {
    if (!core || (isSet && !isOn)) return before + core + after;
    const set = isOn ? core.slice(open.length, -close.length) : open + core + close;
    return before + set + after;
  }).join("\n");
  return { from: start, to: end, text, select: [start, start + text.length] };
}

function parted(line, open, close) {
  const before = line.match(PREFIX)[0] || line.match(/^\s*/)[0];
  const rest = line.slice(before.length);
  const core = rest.trimEnd();
  const isSet = core.length > open.length + close.length && core.startsWith(open) && core.endsWith(close);
  return { before, core, after: rest.slice(core.length), isSet };
}

// The marks on one line that hold the whole selection, as [from, to].
function around(value, start, end, open, close) {
  const [from, to] = linesAround(value, start, end);
  const line = value.slice(from, to);
  if (line.includes("\n")) return null;
  for (let at = line.indexOf(open); at >= 0;) {
    const last = line.indexOf(close, at + open.length);
    if (last < 0) return null;
    const [first, after] = [from + at, from + last + close.length];
    const isWhole = start === first && end === after;
    if (isWhole || (start >= first + open.length && end <= after - close.length)) return [first, after];
    at = line.indexOf(open, last + close.length);
  }
  return null;
}

function linesAround(value, start, end) {
  const last = end > start && value[end - 1] === "\n" ? end - 1 : end;
  const next = value.indexOf("\n", last);
  return [value.lastIndexOf("\n", start - 1) + 1, next < 0 ? value.length : next];
}

function onLines(value, start, end, change) {
  const [from, to] = linesAround(value, start, end);
  const text = change(value.slice(from, to).split("\n")).join("\n");
  const caret = from + text.length;
  return { from, to, text, select: start === end ? [caret, caret] : [from, caret] };
}

/** No heading, `##`, `###`, and none again. */
export function heading(value, start, end) {
  return onLines(value, start, end, (lines) => {
    const level = lines.find((line) => line.trim())?.match(/^#{1,6}(?=[ \t])/)?.[0].length ?? 0;
    const marks = { 0: "## ", 1: "## ", 2: "### " }[level] ?? "";
    const isEmpty = lines.every((line) => !line.trim());
    return lines.map((line) => (line.trim() || isEmpty ? marks + line.replace(/^#{1,6}[ \t]+/, "") : line));
  });
}

export function quote(value, start, end) {
  return onLines(value, start, end, (lines) => {
    const isOn = lines.every((line) => !line.trim() || QUOTE.test(line)) && lines.some((line) => QUOTE.test(line));
    if (isOn) return lines.map((line) => line.replace(QUOTE, ""));
    return lines.map((line) => (line || lines.length === 1 ? `> ${line}` : ">"));
  });
}

export const bullets = (value, start, end) => list(value, start, end, BULLET, () => "- ");
export const numbers = (value, start, end) => list(value, start, end, NUMBER, (at) => `${at + 1}. `);

function list(value, start, end, own, mark) {
  return onLines(value, start, end, (lines) => {
    const full = lines.length > 1 ? lines.filter((line) => line.trim()) : lines;
    if (full.length && full.every((line) => own.test(line))) {
      // Without a blank line between, items would become one paragraph.
      return full.flatMap((line, at) => [...(at ? [""] : []), line.replace(own, "")]);
    }
    return full.map((line, at) => mark(at) + line.replace(BULLET, "").replace(NUMBER, ""));
  });
}

export function link(value, start, end) {
  const [from, to] = linesAround(value, start, end);
  for (const found of value.slice(from, to).matchAll(/\[[^\]\n]*\]\(([^)\n]*)\)/g)) {
    const [first, after] = [from + found.index, from + found.index + found[0].length];
    // Within a link, its address is what one wants to change.
    if (start > first && end < after) {
      const text = found[1];
      return { from: after - 1 - text.length, to: after - 1, text, select: [after - 1 - text.length, after - 1] };
    }
  }
  const chosen = value.slice(start, end);
  if (ADDRESS.test(chosen)) return { from: start, to: end, text: `[](${chosen})`, select: [start + 1, start + 1] };
  const text = `[${chosen}](https://)`;
  if (!chosen) return { from: start, to: end, text, select: [start + 1, start + 1] };
  const address = start + chosen.length + 3;
  return { from: start, to: end, text, select: [address, address + "https://".length] };
}

export function table(value, _start, end) {
  const rows = ["|  |  |", "| --- | --- |", "|  |  |"];
  const change = asBlock(value, end, end, rows.join("\n"));
  const caret = change.from + change.text.indexOf("|") + 2;
  return { ...change, select: [caret, caret] };
}

/** Put a text between blank lines, whatever stands around the place. */
export function asBlock(value, start, end, text) {
  const before = value.slice(0, start).trimEnd() ? breaks(value.slice(0, start), /\n[ \t]*$/, /\n[ \t]*\n[ \t]*$/) : "";
  const after = value.slice(end).trim() ? breaks(value.slice(end), /^[ \t]*\n/, /^[ \t]*\n[ \t]*\n/) : "";
  const caret = start + before.length + text.length;
  return { from: start, to: end, text: before + text + after, select: [caret, caret] };
}

function breaks(side, one, two) {
  if (two.test(side)) return "";
  return one.test(side) ? "\n" : "\n\n";
}

/** What Enter does within a list or a quotation; null where it is the browser's. */
export function goOn(value, start, end) {
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const next = value.indexOf("\n", end);
  const line = value.slice(from, next < 0 ? value.length : next);
  const [prefix, quotes, mark, number, sign] = line.match(ITEM);
  if (!prefix.trim() || start < from + prefix.length) return null;
  if (!line.slice(prefix.length).trim()) {
    // A blank line, or what follows would still belong to the item.
    const text = mark && quotes.trim() ? quotes : "\n";
    return { from, to: end, text };
  }
  const text = number ? `${quotes}${Number(number) + 1}${sign} ` : prefix;
  return { from: start, to: end, text: `\n${text}` };
}
