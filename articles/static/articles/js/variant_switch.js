// Switching the script keeps the place: headings have the same ids in every variant.

const REST = 3000;
const headings = [...document.querySelectorAll(".prose :is(h1, h2, h3, h4, h5, h6)[id]")];
let rested = "";
let timer = 0;

// The last heading above the middle of the screen; none while the title is in sight.
function place() {
  if (document.querySelector(".article__title")?.getBoundingClientRect().bottom > 0) return "";
  const middle = innerHeight / 2;
  return headings.findLast((heading) => heading.getBoundingClientRect().top < middle)?.id ?? "";
}

// The switch stands at the top: whoever comes up to it means the place they came from.
addEventListener("scroll", () => {
  clearTimeout(timer);
  timer = setTimeout(() => { rested = place(); }, REST);
}, { passive: true });

// The address of the switch redirects, and browsers take what follows # along.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-keeps-place]");
  if (link) link.hash = encodeURIComponent(place() || rested);
}, { capture: true });
