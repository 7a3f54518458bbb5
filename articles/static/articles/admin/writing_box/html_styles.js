// What the style of a copied element says. Read as text: the page's policy forbids styles.

const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|field-begin|para-border))/i;
const NOISE = new Set([
  "head", "style", "script", "noscript", "template", "meta", "link", "title", "xml", "iframe",
  "object", "embed", "svg", "math", "button", "select", "input", "textarea", "canvas", "audio",
  "video", "map", "area", "col", "colgroup",
]);

const written = (node) => node.getAttribute?.("style") ?? "";

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
