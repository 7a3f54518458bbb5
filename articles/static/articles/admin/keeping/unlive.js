// Counts what was typed into the form of a live article and has not reached its readers.

import { typedPairs } from "../saving/values.js";

const line = document.querySelector("[data-unlive]");
const form = line?.closest("form");
if (form) start();

async function start() {
  let stored = form.querySelector("[data-unsaved]")
    ? await storedPairs()
    : typedPairs(form, { asOpened: true });

  function count() {
    const isLive = line.dataset.live === "true";
    const changes = isLive ? changesBetween(byName(stored), byName(typedPairs(form))) : 0;
    line.hidden = changes === 0;
    const words = line.querySelector(`[data-word="${changes === 1 ? "one" : "many"}"]`);
    line.querySelector("[data-changes]").textContent = words.content.textContent.replace("{n}", changes);
  }

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  form.addEventListener("desk:saved", ({ detail: { page, isSame } }) => {
    stored = isSame ? typedPairs(form) : pairsOf(page);
    count();
  });
  count();
}

// The form shows what was kept, or refused: what is stored stands on the plain page.
async function storedPairs() {
  const response = await fetch(location.pathname);
  return pairsOf(new DOMParser().parseFromString(await response.text(), "text/html"));
}

function pairsOf(page) {
  const fresh = page.querySelector("[data-writing]")?.closest("form");
  return fresh ? typedPairs(fresh, { asOpened: true }) : typedPairs(form);
}

function byName(pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, (values.get(name) ?? "") + value);
  return values;
}

function changesBetween(stored, typed) {
  const names = new Set([...stored.keys(), ...typed.keys()]);
  return [...names].reduce(
    (sum, name) => sum + placesBetween(stored.get(name) ?? "", typed.get(name) ?? ""), 0,
  );
}

// A paragraph that came, went or changed is one place.
function placesBetween(before, after) {
  if (before === after) return 0;
  const [old, fresh] = [before, after].map((text) => text.split(/\n\s*\n/));
  const gone = old.filter((paragraph) => !fresh.includes(paragraph)).length;
  const come = fresh.filter((paragraph) => !old.includes(paragraph)).length;
  return Math.max(gone, come, 1);
}
