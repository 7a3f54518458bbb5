// Switching the script keeps the place: headings have the same ids in every variant, and
// the text has the same blocks in the same order.

const REST = 3000;
const COUNTED = /^#nd-at-(\d+)$/;
const blocks = [...document.querySelectorAll(".prose > *")];
let rested = "";
let timer = 0;

// What is being read at the top of the screen; nothing while the title is in sight.
function place() {
  if (document.querySelector(".article__title")?.getBoundingClientRect().bottom > 0) return "";
  const top = innerHeight / 10;
  const at = blocks.findLastIndex((block) => block.getBoundingClientRect().top < top);
  return at < 0 ? "" : blocks[at].id || `nd-at-${at}`;
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

// A counted block has no id that the browser would look for.
const counted = COUNTED.exec(location.hash);
if (counted && blocks.length) {
  blocks[Math.min(Number(counted[1]), blocks.length - 1)].scrollIntoView();
  history.replaceState(null, "", location.pathname + location.search);
}
