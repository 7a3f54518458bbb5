// The card of a picture that was just put into the text: what it shows, and whose it is.

import { ask, Refusal } from "./answers.js";
import { rewritten } from "./pictures.js";
import { typeBehind } from "./typing.js";

const CREDIT = "newsdesk.credit";

/** Make the card work; returns what opens it for some pictures, one after another. */
export function startCard(box) {
  const { card } = box.parts;
  const [alt, caption, credit] = ["alt", "caption", "credit"].map((name) => card.querySelector(`[data-${name}]`));
  const left = card.querySelector("[data-left]");
  let waiting = [];
  let lastKey = 0;
  document.addEventListener("keydown", (event) => { lastKey = event.timeStamp; });

  function fill() {
    const [picture] = waiting;
    card.querySelector("[data-small]").src = picture.small;
    alt.value = picture.alt;
    caption.value = picture.caption;
    credit.value = picture.credit || localStorage.getItem(CREDIT) || "";
    left.textContent = waiting.length > 1 ? box.text("found", { at: 1, all: waiting.length }) : "";
  }

  async function apply() {
    const [picture, ...rest] = waiting;
    const said = { alt: alt.value, caption: caption.value, credit: credit.value };
    if (said.credit) localStorage.setItem(CREDIT, said.credit);
    waiting = rest;
    if (rest.length) fill();
    else close();
    await typeBehind(box.textarea, (text) => rewritten(text, picture, said));
    try {
      await ask(box, `${box.settings.pictures}${picture.number}/`, said);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      box.complain(box.text("notDescribed", { reason: error.message }));
    }
  }

  function close() {
    waiting = [];
    box.close(card);
    box.textarea.focus({ preventScroll: true });
  }

  card.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.does;
    if (name === "apply") apply();
    else if (name === "close") close();
  });
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, textarea")) return;
    event.preventDefault();
    apply();
  });
  return (pictures, since) => {
    waiting = [...waiting, ...pictures];
    fill();
    box.open(card, close);
    // Who has gone on writing meanwhile is not called away.
    const isFree = [box.textarea, document.body].includes(document.activeElement);
    if (!isFree || lastKey > since) return;
    alt.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
}
