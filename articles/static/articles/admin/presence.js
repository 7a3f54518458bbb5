// Tells the server that this form is open, and shows who else has the article open.

import { post } from "./requests.js";

const EVERY = 10_000;

const place = document.querySelector("[data-presence]");
const form = place?.closest("form");
if (form) start();

function start() {
  const key = form.elements.form_key.value; // A save gives the form another, and it is still one.
  let field = "";
  let timer = 0;

  function message() {
    return JSON.stringify({
      user: Number(place.dataset.user), article: Number(place.dataset.article),
      form_key: key, field, base: Number(form.elements.base.value) || null,
    });
  }

  const headers = { "Content-Type": "application/json" };

  async function tell() {
    clearTimeout(timer);
    if (!place.dataset.article) return; // Until it is saved, nobody else can open it.
    timer = setTimeout(tell, EVERY);
    try {
      const response = await post(place.dataset.presence, message(), { headers });
      if (response.ok) show(await response.text());
    } catch {
      show(""); // Nobody knows who is there; the line of what is kept says why.
    }
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...page.body.childNodes);
  }

  form.addEventListener("focusin", ({ target }) => {
    if (!target.name || target.name === field) return;
    field = target.name;
    tell();
  });
  form.addEventListener("desk:saved", tell);
  window.addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (!place.dataset.article) return;
    post(`${place.dataset.presence}?left`, message(), { headers, keepalive: true }).catch(() => {});
  });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) tell(); });
  field = form.contains(document.activeElement) ? document.activeElement.name ?? "" : "";
  tell();
}
