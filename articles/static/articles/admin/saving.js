// Saves an article without leaving its page. The form is sent as it would be without
// script, and what the answer shows is taken over: values, verbs, messages, problems.

import { post, SignedOut } from "./requests.js";
import { openSheet } from "./sheet.js";
import { signIn } from "./signing_in.js";
import { refresh, valuesOf, typedValues } from "./saving/values.js";
import { clearProblems, showProblems } from "./saving/problems.js";

// What a save said that was followed by a new page.
const TOLD = "newsdesk.told";

// The button that publishes.
const SHEET = "_sheet";

// The button that gives up what is typed, and leads to the page as it is stored.
const DISCARD = "_discard";

// Where cookies are blocked, signing in changes nothing.
const MOST_TRIES = 3;

// What knows which article, and which of its saved states, the page is about.
const KNOWING = ["writing", "keeping", "unlive", "presence", "preview", "preview-body"];

const form = document.querySelector("[data-writing]")?.closest("form");
const bar = form?.querySelector("[data-bar]");

const said = bar?.querySelector("[data-said]");

if (bar) tell();
if (bar && form.elements.title) start();

// What was done may leave a page that can only be read.
function tell() {
  say(sessionStorage.getItem(TOLD) ?? "");
  sessionStorage.removeItem(TOLD);
}

function say(text, kind = "info") {
  const line = document.createElement("p");
  line.textContent = text;
  line.className = `desk-bar__line desk-bar__line--${kind}`;
  said.replaceChildren(...(text ? [line] : []));
}

function start() {
  const isRefused = document.querySelector(".errornote:not([hidden])") !== null;
  let saved = isRefused ? "" : null; // Null until the first save: as it was opened.
  let isBusy = false;
  let isLeaving = false;

  async function save(button) {
    if (isBusy) return;
    isBusy = true;
    form.setAttribute("aria-busy", "true");
    try {
      for (let tries = 0; tries < MOST_TRIES && await send(button) === "again"; tries += 1);
    } finally {
      isBusy = false;
      form.removeAttribute("aria-busy");
    }
  }

  async function send(button) {
    const sent = valuesOf(form);
    say(bar.dataset.saving);
    let response;
    try {
      response = await post(location.pathname + location.search, dataOf(button));
    } catch (error) {
      if (!(error instanceof SignedOut || error instanceof TypeError)) throw error;
      const isOffline = error instanceof TypeError; // So fetch says it.
      say(isOffline ? bar.dataset.offline : bar.dataset.signedOut, "error");
      return !isOffline && await signIn() ? "again" : "done";
    }
    return take(response, sent, button);
  }

  // The sheet opens over the page, once the text is saved.
  function dataOf(button) {
    const data = new FormData(form, button);
    if (data.has(SHEET)) data.set("_save", "1");
    data.delete(SHEET);
    return data;
  }

  async function publish() {
    const verb = bar.querySelector(`[name="${SHEET}"]`);
    if (!verb?.dataset.sheetAt) return;
    await openSheet(verb.dataset.sheetAt, {
      published: (response, page) => takeSaved(response, page, valuesOf(form)),
      mend,
      failed: () => say(bar.dataset.failed, "error"),
    });
  }

  // Leads from the sheet to what is missing, and back once it is mended.
  function mend(name, left) {
    const back = document.createElement("button");
    back.type = "button";
    back.className = "desk-bar__back";
    back.textContent = (left ? bar.dataset.backLeft : bar.dataset.back).replace("{n}", left);
    back.addEventListener("click", () => bar.querySelector(`[name="${SHEET}"]`).click());
    said.replaceChildren(back);
    const box = document.getElementById(`id_${name}`);
    if (!box) return;
    for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    box.focus();
  }

  async function take(response, sent, button) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (page.querySelector("[data-merging]")) return leave(response, button);
    if (!response.ok) return say(reasonOf(response, page), "error");
    if (!page.querySelector("[data-writing]")) return leave(response, button);
    if (page.querySelector(".errornote")) {
      saved = "";
      say("");
      return showProblems(form, page);
    }
    clearProblems(form);
    takeSaved(response, page, sent);
    return button.name === SHEET && !isLeaving ? publish() : undefined;
  }

  function reasonOf(response, page) {
    if (response.status === 413) return bar.dataset.tooLarge;
    const told = page.querySelector("[data-refused] [data-reason]");
    return told ? told.textContent.trim() : bar.dataset.failed;
  }

  function takeSaved(response, page, sent) {
    const isSame = refresh(form, page, sent);
    const list = page.querySelector(".messagelist");
    if (isSame === null) {
      sessionStorage.setItem(TOLD, list?.textContent.trim() ?? "");
      return goTo(response.url);
    }
    saved = isSame ? typedValues(form) : "";
    history.replaceState(null, "", response.url);
    document.title = page.title;
    for (const name of KNOWING) renew(`[data-${name}]`, page);
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const fresh = page.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
    said.replaceChildren(...(list ? [list] : []));
    form.dispatchEvent(new CustomEvent("desk:saved", { detail: { page, isSame } }));
    return undefined;
  }

  function renew(selector, page) {
    const fresh = page.querySelector(selector);
    for (const part of document.querySelectorAll(selector)) Object.assign(part.dataset, fresh?.dataset);
  }

  // An answer that is another page, such as one that decides what two people wrote.
  function leave(response, button) {
    if (response.redirected) return goTo(response.url);
    isLeaving = true;
    form.requestSubmit(button);
    return undefined;
  }

  function goTo(url) {
    leaveBehind();
    location.assign(url);
  }

  function leaveBehind() {
    isLeaving = true;
  }

  form.addEventListener("submit", (event) => {
    if (isLeaving || event.submitter?.formTarget) return;
    if (event.submitter?.name === DISCARD) return leaveBehind();
    event.preventDefault();
    if (event.submitter) save(event.submitter);
  });

  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && wouldBeLost()) event.preventDefault();
  });
  // What is kept is offered again; a chosen file is not kept.
  function wouldBeLost() {
    const keeping = form.querySelector("[data-keeping]");
    const isKept = keeping && keeping.dataset.outcome !== "lost";
    const hasFile = [...form.querySelectorAll("input[type=file]")].some((input) => input.value);
    const stored = saved ?? typedValues(form, { asOpened: true });
    return hasFile || (!isKept && stored !== typedValues(form));
  }
  // Coming back with the browser's button must not find a form that cannot be sent.
  window.addEventListener("pageshow", () => { isLeaving = false; });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    const wanted = { s: "[data-save]", Enter: "[data-main]" }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!wanted || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (event.repeat) return;
    const button = bar.querySelector(wanted);
    // A live article has no save: what is typed is kept, and readers see no half of it.
    if (button) button.click();
    else if (wanted === "[data-save]") form.dispatchEvent(new CustomEvent("desk:keep"));
  });
}
