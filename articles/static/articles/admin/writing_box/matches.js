// Finds a text in another. Pure.

const FULL = /[\uff01-\uff5e]/g;

// Each character becomes one: places in the folded text are places in the text.
const folded = (text) => text
  .replace(FULL, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
  .replaceAll("\u3000", " ")
  .replace(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));

/** Where `wanted` stands, from left to right; `exact` minds case and full width. */
export function matchesOf(text, wanted, exact) {
  const [within, sought] = exact ? [text, wanted] : [folded(text), folded(wanted)];
  const places = [];
  if (!sought) return places;
  for (let at = within.indexOf(sought); at >= 0; at = within.indexOf(sought, at + sought.length)) places.push(at);
  return places;
}

/** The one change that replaces every match. */
export function replacedAll(text, places, length, by) {
  const [from, to] = [places[0], places.at(-1) + length];
  let written = "";
  places.forEach((place, at) => {
    written += (at ? text.slice(places[at - 1] + length, place) : "") + by;
  });
  return { from, to, text: written };
}
