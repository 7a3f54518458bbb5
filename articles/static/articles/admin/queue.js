// Goes through the queue by keys and without a page for each decision. Without it, every
// button is a form of its own and leads to the next page.

const KEYS = "desk-queue-keys";
const queue = document.querySelector("[data-queue]");
const entries = [...queue.querySelectorAll("[data-entry]")];
const status = queue.querySelector("[data-status]");
const help = queue.querySelector("[data-help]");
const keys = queue.querySelector("[data-keys]");
const sent = [];
let current = -1;

if (help) {
  help.hidden = false;
  keys.checked = localStorage.getItem(KEYS) !== "off";
  keys.addEventListener("change", () => localStorage.setItem(KEYS, keys.checked ? "on" : "off"));
  document.addEventListener("keydown", press);
  queue.addEventListener("submit", send);
  queue.addEventListener("click", skip);
  queue.addEventListener("focusin", ({ target }) => mark(entries.indexOf(target.closest("[data-entry]"))));
  goTo(0);
}

function isOpen(entry) {
  return !entry.classList.contains("queue__entry--decided");
}

function mark(at) {
  if (at < 0 || at === current) return;
  entries[current]?.removeAttribute("aria-current");
  current = at;
  entries[at].setAttribute("aria-current", "true");
}

function goTo(at) {
  const next = entries.findIndex((entry, n) => n >= at && isOpen(entry));
  if (next < 0) return leave();
  mark(next);
  entries[next].focus({ preventScroll: true });
  entries[next].scrollIntoView({ block: "nearest" });
}

async function leave() {
  const stored = await Promise.all(sent);
  if (stored.includes(false)) return;
  const isSkipped = entries.some(isOpen);
  if (!isSkipped) location.reload();
  else if (queue.dataset.next) location.assign(queue.dataset.next);
  else status.textContent = queue.dataset.end;
}

function press(event) {
  if (!keys.checked || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest("input:not([data-keys]), select, textarea")) return;
  const entry = entries[current];
  if (!entry || !isOpen(entry)) return;
  let button = null;
  // On a button or a link, Enter presses that.
  if (event.key === "Enter" && !event.target.closest("a, button, input")) {
    button = entry.querySelector("[data-keep]");
  } else if (/^[1-9]$/.test(event.key)) {
    button = entry.querySelectorAll("[data-other]")[event.key - 1];
  } else if (event.key === "s") {
    button = entry.querySelector("[data-skip]");
  } else if (event.key === "a") {
    button = entry.querySelector("[data-always]");
  }
  if (!button) return;
  event.preventDefault();
  button.click();
}

function skip(event) {
  const link = event.target.closest("[data-skip]");
  if (!link) return;
  event.preventDefault();
  goTo(entries.indexOf(link.closest("[data-entry]")) + 1);
}

function send(event) {
  const form = event.target.closest("form[method=post]");
  if (!form) return;
  event.preventDefault();
  const entry = form.closest("[data-entry]");
  const answer = store(form, event.submitter, entry);
  sent.push(answer);
  entry.classList.add("queue__entry--decided");
  goTo(entries.indexOf(entry) + 1);
}

async function store(form, button, entry) {
  let answer = { is_decided: false, message: queue.dataset.failed };
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form, button),
      headers: { Accept: "application/json" },
    });
    if (response.ok) answer = await response.json();
  } catch {
    // No connection, or somebody logged out: the entry stays open.
  }
  if (answer.is_decided) {
    const line = document.createElement("p");
    line.className = "queue__decided";
    line.innerHTML = answer.message;
    entry.append(line);
    status.textContent = line.firstChild.textContent;
  } else {
    entry.classList.remove("queue__entry--decided");
    status.textContent = answer.message;
    goTo(entries.indexOf(entry));
  }
  return answer.is_decided;
}
