// Tables: those that hold data are written as such, those that only lay out are not. Pure.

import { isHidden, styleOf } from "./html_styles.js";
import { runsOf, writeRuns } from "./inline_runs.js";

const BLOCKS = "p, div, section, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, pre";

/** The rows of a table, as arrays of cells; merged cells are followed by empty ones. */
export function rowsOf(table) {
  const rows = [];
  const reserved = [];
  const own = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table && !isHidden(row));
  for (const [number, row] of own.entries()) {
    const cells = [];
    const taken = reserved[number] ?? new Set();
    for (const cell of row.children) {
      if (!["td", "th"].includes(cell.localName) || isHidden(cell)) continue;
      while (taken.has(cells.length)) cells.push(null);
      const width = span(cell, "colspan");
      for (let below = 1; below < span(cell, "rowspan"); below += 1) {
        reserved[number + below] ??= new Set();
        for (let across = 0; across < width; across += 1) reserved[number + below].add(cells.length + across);
      }
      cells.push(cell, ...Array(width - 1).fill(null));
    }
    rows.push(cells);
  }
  return trimmed(rows);
}

const span = (cell, name) => Math.min(Math.max(Number.parseInt(cell.getAttribute(name), 10) || 1, 1), 50);

// Sheets are copied with empty rows and columns around what was meant.
function trimmed(rows) {
  const isFull = (cell) => cell && (cell.textContent.trim() || cell.querySelector("img"));
  const full = rows.filter((row) => row.some(isFull));
  const width = Math.max(0, ...full.map((row) => row.findLastIndex(isFull) + 1));
  return full.map((row) => Array.from({ length: width }, (_none, at) => row[at] ?? null));
}

/** Tell whether the rows are data: more than a line of them, and no page within a cell. */
export function isData(table, rows) {
  if (rows.length < 2 || rows[0].length < 2) return false;
  return !rows.flat().some((cell) => cell?.querySelector("table, ul, ol, h1, h2, h3, blockquote, pre"));
}

/** The table in Markdown; its first row is its head. `pictureOf` writes a picture. */
export function writeTable(rows, pictureOf) {
  const written = rows.map((row) => row.map((cell) => (cell ? writeCell(cell, pictureOf) : "")));
  const marks = rows[0].map((_cell, at) => (isRight(rows.slice(1).map((row) => row[at])) ? "---:" : "---"));
  return [written[0], marks, ...written.slice(1)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function isRight(cells) {
  const full = cells.filter((cell) => cell?.textContent.trim());
  return full.length > 0 && full.every((cell) => (
    cell.getAttribute("align") === "right" || styleOf(cell).align === "right" || cell.hasAttribute("x:num")
  ));
}

function writeCell(cell, pictureOf) {
  for (const block of cell.querySelectorAll(BLOCKS)) {
    if (block.previousSibling?.textContent?.trim()) block.before(cell.ownerDocument.createElement("br"));
  }
  const isHead = cell.localName === "th";
  const pictures = [];
  const runs = runsOf(cell).filter((run) => !run.picture || (pictures.push(run.picture), false));
  const shown = pictures.map(pictureOf).filter(Boolean);
  return [...shown, writeRuns(runs, { plain: isHead, inCell: true })].filter(Boolean).join(" ");
}
