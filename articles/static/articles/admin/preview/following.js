// Scrolls the preview to the paragraph in which the caret stands.

export function follow(text, frame) {
  const page = frame?.contentDocument;
  const prose = page?.querySelector(".prose");
  if (!prose?.children.length) return;
  const block = prose.children[blockAt(text, [...prose.children])];
  const { top, bottom } = block.getBoundingClientRect();
  const height = frame.contentWindow.innerHeight;
  if (top >= 0 && bottom <= height) return; // It is seen already.
  frame.contentWindow.scrollBy(0, top - height / 4);
}

// The number of the block: as in the source, where both have as many, else by the share of
// the text before it. Lists, notes and tables make the two differ.
function blockAt(text, blocks) {
  const paragraphs = text.value.split(/\n\s*\n/).filter((part) => part.trim());
  const before = text.value.slice(0, text.selectionStart);
  if (paragraphs.length === blocks.length) {
    const begun = before.split(/\n\s*\n/).filter((part) => part.trim()).length;
    const isBetween = /\n\s*\n$/.test(before);
    return Math.min(blocks.length - 1, Math.max(0, begun - 1 + (isBetween ? 1 : 0)));
  }
  const lengths = blocks.map((block) => block.textContent.length + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let rest = total * (before.length / Math.max(1, text.value.length));
  const at = lengths.findIndex((length) => (rest -= length) <= 0);
  return at < 0 ? blocks.length - 1 : at;
}
