// Offers to report what a reader selects in an article, with the sentence around it.

const LONGEST_PASSAGE = 200;
const LONGEST_SENTENCE = 300;
const DELAY = 200;
const SENTENCE = /[^。！？!?…]*(?:[。！？!?…]+[”’」』）)]*|$)/g;
const TEXTS = ".article__title, .article__lead, .prose";
const BLOCKS = "p, li, td, th, dt, dd, figcaption, caption, blockquote, h1, h2, h3, h4, h5, h6";

const link = document.querySelector("a[data-report]");
if (link) start(link, link.closest("article"));

function start(link, article) {
  const button = document.createElement("a");
  button.className = "button report-button";
  button.rel = "nofollow";
  button.textContent = link.dataset.report;
  button.hidden = true;
  article.append(button);
  // Pressing it must not first undo the selection, and with it the button.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("mousedown", (event) => event.preventDefault());

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, DELAY);
  });

  function offer() {
    const selection = getSelection();
    const passage = onOneLine(String(selection));
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const isText = range && article.contains(range.endContainer)
      && elementOf(range.startContainer)?.closest(TEXTS);
    button.hidden = !(isText && passage && passage.length <= LONGEST_PASSAGE);
    if (button.hidden) return;
    const query = new URLSearchParams({ passage, sentence: sentenceAround(range) });
    button.href = `${link.href}?${query}`;
    putUnder(range);
  }

  function putUnder(range) {
    const box = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
    const parent = button.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const room = document.documentElement.clientWidth - button.offsetWidth - 8;
    button.style.left = `${Math.max(8, Math.min(box.right, room)) - parent.left}px`;
    button.style.top = `${box.bottom + 8 - parent.top}px`;
  }
}

// As much of the sentence as an address should carry, the selection within it.
function sentenceAround(range) {
  const block = elementOf(range.startContainer).closest(BLOCKS);
  if (!block) return "";
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const at = String(before).length;
  const found = [...block.textContent.matchAll(SENTENCE)]
    .findLast((sentence) => sentence.index <= at && sentence[0]);
  if (!found) return "";
  const from = Math.max(0, at - found.index - LONGEST_SENTENCE / 2);
  return onOneLine(found[0].slice(from, from + LONGEST_SENTENCE));
}

function elementOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

function onOneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}
