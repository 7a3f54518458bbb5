// The public page of what is being written, beside the form, without saving anything.

const DELAY = 600;
const REMEMBERED = "newsdesk.preview";

const panel = document.querySelector("[data-preview]");
if (panel) start(panel);

function start(panel) {
  const form = panel.closest("form");
  const stage = panel.querySelector("[data-stage]");
  const problems = panel.querySelector("[data-problems]");
  const show = document.querySelector("[data-show-preview]");
  const widths = [...panel.querySelectorAll("[data-width]")];
  let width = Number(widths[0].dataset.width);
  let timer = 0;
  let request = null;

  const later = (event) => {
    if (event?.target?.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(refresh, DELAY);
  };

  async function refresh() {
    if (panel.hidden) return;
    request?.abort();
    request = new AbortController();
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (value instanceof File || name.startsWith("_")) data.delete(name);
    }
    try {
      const response = await fetch(panel.dataset.preview, {
        method: "POST", body: data, signal: request.signal,
      });
      await draw(response);
    } catch (error) {
      if (error.name !== "AbortError") say(panel.dataset.failed);
    }
  }

  async function draw(response) {
    if (response.redirected) return say(panel.dataset.loggedOut);
    const text = await response.text();
    if (response.ok) {
      problems.replaceChildren();
      return swap(text);
    }
    const found = new DOMParser().parseFromString(text, "text/html").querySelector(".problems");
    if (response.status === 400 && found) problems.replaceChildren(found);
    else say(panel.dataset.failed);
  }

  function say(text) {
    const note = document.createElement("p");
    note.textContent = text;
    problems.replaceChildren(note);
  }

  // The next page is drawn behind the current one, and shown where that one stood.
  function swap(html) {
    const old = stage.querySelector("iframe:not([data-next])");
    stage.querySelector("iframe[data-next]")?.remove();
    const frame = document.createElement("iframe");
    frame.title = panel.getAttribute("aria-label");
    frame.setAttribute("sandbox", "allow-same-origin allow-popups");
    frame.dataset.next = "";
    frame.addEventListener("load", () => {
      const page = frame.contentDocument;
      page.addEventListener("click", stay);
      page.addEventListener("submit", (event) => event.preventDefault());
      const top = old?.contentWindow?.scrollY ?? 0;
      delete frame.dataset.next;
      old?.remove();
      fit();
      frame.contentWindow.scrollTo(0, top);
    }, { once: true });
    frame.srcdoc = html;
    stage.append(frame);
    fit();
  }

  // A link must not lead the preview away from the text being written.
  function stay(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href");
    if (address.startsWith("#")) {
      event.currentTarget.getElementById(decodeURIComponent(address.slice(1)))?.scrollIntoView();
    } else if (/^(https?:)?\//.test(address)) {
      window.open(link.href, "_blank", "noopener");
    }
  }

  function fit() {
    const scale = Math.min(1, stage.clientWidth / width);
    for (const frame of stage.querySelectorAll("iframe")) {
      frame.style.width = `${width}px`;
      frame.style.height = `${stage.clientHeight / scale}px`;
      frame.style.transform = `scale(${scale})`;
      frame.style.left = `${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`;
    }
  }

  function open(isOpen) {
    panel.hidden = !isOpen;
    show.hidden = isOpen;
    panel.parentElement.classList.toggle("desk-writing--beside", isOpen);
    localStorage.setItem(REMEMBERED, isOpen ? "shown" : "hidden");
    if (isOpen) refresh();
  }

  for (const button of widths) {
    button.addEventListener("click", () => {
      width = Number(button.dataset.width);
      for (const other of widths) other.setAttribute("aria-pressed", String(other === button));
      fit();
    });
  }
  panel.querySelector("[data-hide]").addEventListener("click", () => open(false));
  show.addEventListener("click", () => open(true));
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  django.jQuery(form).on("change", "select", later);
  new ResizeObserver(fit).observe(stage);
  open(localStorage.getItem(REMEMBERED) !== "hidden");
}
