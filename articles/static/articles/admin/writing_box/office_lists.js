// Word and WPS write lists as paragraphs that are told to look like items. Makes lists of them.

import { styleOf } from "./html_styles.js";

const DECIMAL = /^[\s\u00a0]*(\d{1,3})[.)．、）][\s\u00a0]*$/;
// A figure of Symbol or Wingdings, whatever letter it is in another font.
const BULLET = /^[\s\u00a0]*[^\s\u00a0][\s\u00a0]*$/u;

/** Turn the paragraphs into lists, within the document. Pure but for that document. */
export function makeOfficeLists(root) {
  const paragraphs = [...root.querySelectorAll("p, h1, h2, h3, h4, h5, h6, div")].filter((node) => styleOf(node).list);
  for (const paragraph of paragraphs) addItem(paragraph);
}

function addItem(paragraph) {
  const marker = [...paragraph.querySelectorAll("span")].find((span) => styleOf(span).isMarker);
  const sign = marker?.textContent ?? "·";
  const number = sign.match(DECIMAL)?.[1];
  // “一、”, “(a)” and “1.1” have no list in Markdown: they stay, as words.
  if (/^H/.test(paragraph.tagName) || !(number || BULLET.test(sign))) {
    marker?.replaceChildren(`${sign.replace(/[\s\u00a0]+/g, "")}${/[、）)．]\s*$/.test(sign) ? "" : " "}`);
    return;
  }
  marker?.remove();
  const document = paragraph.ownerDocument;
  const name = number ? "ol" : "ul";
  const level = Number(styleOf(paragraph).list);
  const item = document.createElement("li");
  let list = before(paragraph);
  for (let depth = 1; list && depth < level && list.lastElementChild; depth += 1) {
    const nested = list.lastElementChild.querySelector(":scope > ul, :scope > ol");
    if (!nested) {
      const made = document.createElement(name);
      list.lastElementChild.append(made);
      list = made;
      break;
    }
    list = nested;
  }
  if (!list || (list.localName !== name && level === 1)) {
    list = document.createElement(name);
    list.dataset.ofOffice = "";
    if (number && number !== "1") list.setAttribute("start", number);
    paragraph.before(list);
  }
  list.append(item);
  item.append(...paragraph.childNodes);
  paragraph.remove();
}

// The list that ends right before a paragraph.
function before(paragraph) {
  let node = paragraph.previousSibling;
  while (node && (node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !node.data.trim()))) {
    node = node.previousSibling;
  }
  return node?.dataset?.ofOffice === undefined ? null : node;
}
