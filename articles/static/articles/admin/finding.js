// Ctrl+K, on a Mac ⌘K, puts the cursor into the search box of the desk from any of its pages.
// Text fields that know the key for themselves (a link in the writing box) keep it, and so
// does an input method that composes.

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const box = document.querySelector("[data-find-box]");

for (const key of document.querySelectorAll("[data-find-key]")) {
  if (isMac) key.textContent = "⌘K";
}

document.addEventListener("keydown", (event) => {
  if (!box || event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const own = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!own || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (box.checkVisibility?.() === false) {
    document.querySelector("[data-find-link]")?.click();
    return;
  }
  box.focus();
  box.select();
});
