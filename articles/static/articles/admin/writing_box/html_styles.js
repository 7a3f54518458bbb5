// Reads a copied page, and what the styles of its elements say. They are read as text: the
// policy of our own page forbids styles, and would report each.

const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|field-begin|para-border))/i;
const NOISE = new Set([
  "head", "style", "script", "noscript", "template", "meta", "link", "title", "xml", "iframe",
  "object", "embed", "svg", "math", "button", "select", "input", "textarea", "canvas", "audio",
  "video", "map", "area", "col", "colgroup",
]);

const STYLE_SHEET = /<style\b[^]*?<\/style>/gi;
const TAG = /<[^>]*>/g;

/** The tree of a copied page, in which nothing is loaded or run. */
export function readPage(html) {
  const page = document.createElement("template");
  page.innerHTML = html.replace(STYLE_SHEET, "")
    .replace(TAG, (tag) => tag.replace(/(?<=\s)style(?=\s*=)/i, "data-style"));
  return page.content;
}

const written = (node) => node.getAttribute("data-style") ?? "";

/** Tell whether readers of the copied page did not see this element. */
export function isHidden(node) {
  return NOISE.has(node.localName)
    || node.hasAttribute("hidden")
    || node.getAttribute("aria-hidden") === "true"
    || HIDDEN.test(written(node))
    || node.classList.contains("msocomanchor")
    || node.classList.contains("MsoCommentReference");
}

/** What it says of weight, slant, a line through, and raised or lowered text. */
export function styleOf(node) {
  const style = written(node);
  if (!style) return {};
  const said = (name) => style.match(new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i"))?.[1].trim().toLowerCase();
  const weight = said("font-weight");
  const slant = said("font-style");
  return {
    weight: weight && !/inherit|initial/.test(weight) ? /bold|[6-9]00/.test(weight) : undefined,
    slant: slant && !/inherit|initial/.test(slant) ? /italic|oblique/.test(slant) : undefined,
    line: /line-through/.test(said("text-decoration") ?? "") || /line-through/.test(said("text-decoration-line") ?? ""),
    raised: said("vertical-align"),
    align: said("text-align"),
    list: style.match(/mso-list\s*:\s*l\d+\s+level(\d+)/i)?.[1],
    isMarker: /mso-list\s*:\s*ignore/i.test(style),
    outline: Number(style.match(/mso-outline-level\s*:\s*(\d)/i)?.[1] ?? 0),
  };
}
