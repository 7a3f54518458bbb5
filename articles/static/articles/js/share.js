// Adds what only a script can do: copying, the system's own sheet, the source's credit
// behind a copied passage, and the time on a printed page.

// A code or a name needs no credit.
const SHORTEST_PASSAGE = 40;
const SHOWN = 2000;

const share = document.querySelector("[data-share]");
const printed = document.querySelector("[data-printed]");
if (share) start(share);
if (printed) {
  addEventListener("beforeprint", () => {
    const now = new Date().toLocaleString(document.documentElement.lang);
    printed.textContent = ` · ${printed.dataset.printed} ${now}`;
  });
}

function start({ dataset: { title, url, credit } }) {
  const copy = share.querySelector("[data-copy]");
  const sheet = share.querySelector("[data-sheet]");
  const words = copy.textContent;

  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      copy.textContent = share.querySelector("[data-said]").textContent = copy.dataset.done;
      setTimeout(() => { copy.textContent = words; }, SHOWN);
    });
  }

  if (navigator.share) {
    sheet.hidden = false;
    sheet.addEventListener("click", () => {
      // Who closes the sheet has changed their mind.
      navigator.share({ title, url }).catch(() => {});
    });
  }

  if (credit) document.querySelector(".prose").addEventListener("copy", addCredit);

  function addCredit(event) {
    const selection = getSelection();
    if (String(selection).length < SHORTEST_PASSAGE) return;
    const box = document.createElement("div");
    box.append(selection.getRangeAt(0).cloneContents());
    const note = document.createElement("p");
    note.append(...credit.split("\n").flatMap((line) => [line, document.createElement("br")]));
    box.append(note);
    event.clipboardData.setData("text/plain", `${selection}\n\n${credit}`);
    event.clipboardData.setData("text/html", box.innerHTML);
    event.preventDefault();
  }
}
