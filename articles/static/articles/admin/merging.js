/**
 * The page that decides a merge: a choice shows its text under “Merged”, where it can be
 * edited; typing there is a choice too.
 */

const form = document.querySelector("[data-merging]");
const counter = form.querySelector("[data-open]");
const places = [...form.querySelectorAll("[data-place]")];

for (const place of places) {
  const text = place.querySelector("textarea");
  const own = place.querySelector("[value=text]");
  place.addEventListener("change", ({ target }) => {
    if (text && target.dataset.text !== undefined) text.value = target.dataset.text;
    count();
  });
  text?.addEventListener("input", () => {
    own.checked = true;
    count();
  });
}

function count() {
  const open = places.filter((place) => !place.querySelector(":checked"));
  for (const place of places) place.toggleAttribute("data-decided", !open.includes(place));
  counter.textContent = open.length ? counter.dataset.text.replace("%n", open.length) : "";
}

count();
