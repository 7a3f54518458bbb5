// Find and replace, in a bar above the text. What is found is marked behind the text.

import { matchesOf, replacedAll } from "./matches.js";
import { composing, place, type } from "./typing.js";

// More marks make a browser slow, and nobody looks at them.
const MOST_MARKS = 1000;
const COPIED = [
  "borderWidth", "fontFamily", "fontSize", "fontWeight", "letterSpacing", "lineHeight",
  "paddingBottom", "paddingLeft", "paddingTop", "tabSize", "wordBreak", "overflowWrap",
];

/** Make the bar work; returns what opens it. */
export function startFinding(box) {
  const { finding } = box.parts;
  const { textarea } = box;
  const [wanted, by, exact, count] = ["find", "replace", "exact", "count"]
    .map((name) => finding.querySelector(`[data-${name}]`));
  const marks = document.createElement("div");
  marks.className = "writing-box__marks";
  marks.setAttribute("aria-hidden", "true");
  let places = [];
  let at = 0;

  function look() {
    places = matchesOf(textarea.value, wanted.value, exact.checked);
    at = Math.min(at, Math.max(places.length - 1, 0));
    draw();
    if (!wanted.value) count.textContent = "";
    else if (!places.length) count.textContent = box.text("foundNothing");
    else count.textContent = box.text("found", { at: at + 1, all: places.length });
  }

  function draw() {
    const { value } = textarea;
    const first = Math.max(0, at - MOST_MARKS / 2);
    const parts = [];
    let done = 0;
    places.slice(first, first + MOST_MARKS).forEach((place, number) => {
      const mark = document.createElement("mark");
      mark.textContent = value.slice(place, place + wanted.value.length);
      mark.classList.toggle("writing-box__here", first + number === at);
      parts.push(value.slice(done, place), mark);
      done = place + wanted.value.length;
    });
    marks.replaceChildren(...parts, `${value.slice(done)}\n`);
    fit();
  }

  function fit() {
    const style = getComputedStyle(textarea);
    for (const name of COPIED) marks.style[name] = style[name];
    marks.style.top = `${textarea.offsetTop}px`;
    marks.style.left = `${textarea.offsetLeft}px`;
    marks.style.height = `${textarea.offsetHeight}px`;
    // The scroll bar takes its width from the text alone.
    marks.style.width = `${textarea.clientWidth + 2 * textarea.clientLeft}px`;
    marks.style.paddingRight = style.paddingRight;
    marks.scrollTop = textarea.scrollTop;
  }

  function show() {
    const mark = marks.querySelector(".writing-box__here");
    if (!mark) return;
    const top = mark.offsetTop - textarea.clientHeight / 3;
    const isSeen = mark.offsetTop > textarea.scrollTop
      && mark.offsetTop < textarea.scrollTop + textarea.clientHeight - 2 * mark.offsetHeight;
    if (!isSeen) textarea.scrollTop = top;
    marks.scrollTop = textarea.scrollTop;
    textarea.setSelectionRange(places[at], places[at] + wanted.value.length);
  }

  function go(step) {
    if (!places.length) return;
    at = (at + step + places.length) % places.length;
    look();
    show();
  }

  function start() {
    at = Math.max(places.findIndex((place) => place >= textarea.selectionStart), 0);
    look();
    show();
  }

  // The field keeps the focus, so that Enter goes on.
  function write(change) {
    const comeBack = place();
    type(textarea, change);
    comeBack();
    look();
  }

  function replace() {
    if (!places.length || composing()) return;
    const from = places[at];
    write({ from, to: from + wanted.value.length, text: by.value });
    at = Math.max(places.findIndex((place) => place >= from + by.value.length), 0);
    look();
    show();
  }

  function replaceAll() {
    if (!places.length || composing()) return;
    const number = places.length;
    write(replacedAll(textarea.value, places, wanted.value.length, by.value));
    count.textContent = box.text("replaced", { count: number });
  }

  function close() {
    box.close(finding);
    marks.remove();
    textarea.classList.remove("writing-box__text--marked");
    textarea.focus({ preventScroll: true });
  }

  function open() {
    const { value, selectionStart, selectionEnd } = textarea;
    const chosen = value.slice(selectionStart, selectionEnd);
    if (chosen && !chosen.includes("\n")) wanted.value = chosen;
    box.open(finding, close);
    textarea.before(marks);
    textarea.classList.add("writing-box__text--marked");
    wanted.focus();
    wanted.select();
    look();
    start();
  }

  const does = { next: () => go(1), previous: () => go(-1), replace, replaceAll, close };
  finding.addEventListener("click", (event) => does[event.target.closest("button")?.dataset.does]?.());
  for (const input of [wanted, exact]) {
    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      look();
      start();
    });
  }
  wanted.addEventListener("compositionend", () => { look(); start(); });
  finding.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.target === wanted) go(event.shiftKey ? -1 : 1);
    if (event.target === by) replace();
  });
  textarea.addEventListener("input", () => { if (!finding.hidden && !composing()) look(); });
  textarea.addEventListener("scroll", () => { marks.scrollTop = textarea.scrollTop; });
  new ResizeObserver(() => { if (!finding.hidden) fit(); }).observe(textarea);
  return () => (finding.hidden || document.activeElement === textarea ? open() : close());
}
