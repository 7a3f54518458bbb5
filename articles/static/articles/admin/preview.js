// The public page of what is being written, beside the form, without saving anything.

import { follow } from "./preview/following.js";
import { post, SignedOut } from "./requests.js";
import { signIn } from "./signing_in.js";

const DELAY = 600;
const SHOWN = "newsdesk.preview";
const WIDER = "newsdesk.preview.wider";
const VARIANT = "newsdesk.preview.variant";

const panel = document.querySelector("[data-preview]");
if (panel) start(panel);

function start(panel) {
  const form = panel.closest("form");
  const layout = panel.closest("[data-writing]");
  const stage = panel.querySelector("[data-stage]");
  const problems = panel.querySelector("[data-problems]");
  const signedOut = panel.querySelector("[data-sign-in]");
  const variant = panel.querySelector("[name=preview_variant]");
  const show = document.querySelector("[data-show-preview]");
  const hide = panel.querySelector("[data-hide]");
  const wider = panel.querySelector("[data-wider]");
  const widths = [...panel.querySelectorAll("[data-width]")];
  const shown = () => stage.querySelector("iframe:not([data-next])");
  const followCaret = () => follow(form.elements.body, shown());
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
      await draw(await post(panel.dataset.preview, data, { signal: request.signal }));
      signedOut.hidden = true;
    } catch (error) {
      if (error instanceof SignedOut) signedOut.hidden = false;
      else if (error.name !== "AbortError") say(panel.dataset.failed);
    }
  }

  async function draw(response) {
    const text = await response.text();
    if (response.ok) {
      problems.replaceChildren();
      return swap(text);
    }
    const found = new DOMParser().parseFromString(text, "text/html").querySelector(".problems");
    if (response.status === 400 && found) problems.replaceChildren(found);
    else say(panel.dataset.failed);
    return undefined;
  }

  function say(text) {
    const note = document.createElement("p");
    note.textContent = text;
    problems.replaceChildren(note);
  }

  // The next page is drawn behind the current one, and shown where that one stood.
  function swap(html) {
    const old = shown();
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
      if (document.activeElement === form.elements.body) followCaret();
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
    layout.classList.toggle("desk-page--beside", isOpen);
    if (isOpen) refresh();
  }

  function toggle() {
    const isOpen = panel.hidden;
    open(isOpen);
    localStorage.setItem(SHOWN, isOpen ? "shown" : "hidden");
    (isOpen ? hide : show).focus();
  }

  function widen(isWide) {
    wider.setAttribute("aria-pressed", String(isWide));
    layout.classList.toggle("desk-page--wider", isWide);
    localStorage.setItem(WIDER, isWide ? "wider" : "");
  }

  for (const button of widths) {
    button.addEventListener("click", () => {
      width = Number(button.dataset.width);
      for (const other of widths) other.setAttribute("aria-pressed", String(other === button));
      fit();
    });
  }
  hide.addEventListener("click", toggle);
  show.addEventListener("click", toggle);
  wider.addEventListener("click", () => widen(wider.getAttribute("aria-pressed") !== "true"));
  signedOut.querySelector("button").addEventListener("click", async () => {
    if (await signIn()) refresh();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.code !== "KeyP") return; // On a Mac, Alt makes another letter of it.
    event.preventDefault();
    toggle();
  });
  const remembered = localStorage.getItem(VARIANT);
  if ([...variant.options].some(({ value }) => value === remembered)) variant.value = remembered;
  variant.addEventListener("change", () => localStorage.setItem(VARIANT, variant.value));
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("desk:saved", later);
  django.jQuery(form).on("change", "select", later);
  for (const moved of ["keyup", "click"]) form.elements.body.addEventListener(moved, followCaret);
  new ResizeObserver(fit).observe(stage);
  widen(localStorage.getItem(WIDER) === "wider");
  // On a phone it would push the text away; there it is a button.
  open(matchMedia("(min-width: 1024px)").matches && localStorage.getItem(SHOWN) !== "hidden");
}
