// Keeps every change of the article's form: in the browser at once, on the server soon.

import { copiesOf, put, remove } from "./copies.js";
import { HOUSEKEEPING } from "../saving/values.js";
import { bringCopies, deliver, isSame, newKey, user } from "./delivery.js";

const DELAY = 2_500; // At most three seconds are lost with the machine.
const PATIENT = 3; // A server that is busy for a moment is no news.

const bar = document.querySelector("[data-keeping]");
const form = bar?.closest("form");
if (form) start();

function start() {
  const keyInput = form.querySelector('[name="form_key"]');
  const early = copiesOf(user);
  const opened = { key: keyInput.value, values: valuesOf(form) };
  const copy = {
    key: opened.key, user, writer: newKey(), article: numberOf(bar.dataset.article),
    values: opened.values, field: "", caret: 0, submitted: 0, at: 0,
    sequence: Number(bar.dataset.sequence), acknowledged: Number(bar.dataset.sequence),
  };
  let known = null; // The fields as the server has them.
  let unsure = new Set(); // Names of fields that it may have otherwise.
  let writing = null;
  let isStale = false;
  let isLeaving = false;
  let isInBrowser = true;
  let isDelivering = false;
  let failures = 0;
  let timer = 0;

  function changed() {
    if (isSame(copy.values, valuesOf(form))) return; // Leaving a field is announced, too.
    touch();
  }

  function touch() {
    copy.sequence += 1;
    isLeaving = false;
    write();
    later();
  }

  function snapshot() {
    copy.values = valuesOf(form);
    copy.base = numberOf(form.elements.base.value);
    copy.at = Date.now();
    const field = document.activeElement;
    if (form.contains(field) && field.name) {
      copy.field = field.name;
      copy.caret = field.selectionStart ?? 0;
    }
    return { ...copy };
  }

  // While one transaction runs, all further changes wait for the next.
  function write() {
    isStale = true;
    writing ??= writeAll().finally(() => { writing = null; });
  }

  async function writeAll() {
    await early; // Else it might replace what an earlier visit left.
    while (isStale && !isLeaving) {
      isStale = false;
      isInBrowser = await put(snapshot()).then(() => true, () => false);
    }
  }

  function later() {
    timer ||= setTimeout(deliverChanges, DELAY);
  }

  async function deliverChanges() {
    clearTimeout(timer);
    timer = 0;
    if (isDelivering || !isAhead()) return;
    if (isSaving()) return later();
    isDelivering = true;
    const sent = snapshot();
    const isWhole = known === null;
    const outcome = await deliver(sent, changes(sent.values), { isWhole });
    isDelivering = false;
    settle(outcome, sent);
  }

  // A save without leaving the page is under way, and carries all that is typed.
  function isSaving() {
    return form.getAttribute("aria-busy") === "true";
  }

  // Says whether something was typed that neither the server has nor a save carries.
  function isAhead() {
    return copy.sequence > Math.max(copy.acknowledged, copy.submitted);
  }

  function changes(values) {
    if (known === null) return values;
    for (const name of new Set([...Object.keys(known), ...Object.keys(values)])) {
      if (!isSame(known[name], values[name])) unsure.add(name);
    }
    return Object.fromEntries([...unsure].map((name) => [name, values[name] ?? []]));
  }

  function settle(outcome, sent) {
    if (sent.key !== copy.key) return later(); // Saved meanwhile.
    failures = outcome === "kept" ? 0 : failures + 1;
    if (outcome === "kept") {
      known = sent.values;
      unsure = new Set();
      copy.acknowledged = sent.sequence;
      write();
    }
    if (outcome === "wants_all") known = null;
    if (outcome === "closed" && !isAhead()) return;
    if (outcome === "closed" && isSaving()) return later();
    if (outcome === "closed" || outcome === "elsewhere") renew(0);
    if (["wants_all", "closed", "elsewhere"].includes(outcome)) return deliverChanges();
    if (outcome !== "busy" || failures >= PATIENT) say(outcome);
    if (isAhead() && outcome !== "too_long") later();
  }

  function renew(acknowledged) {
    remove(copy.key).catch(() => {});
    if (keyInput.value === copy.key) keyInput.value = newKey();
    copy.key = keyInput.value;
    copy.acknowledged = acknowledged;
    copy.submitted = 0;
    known = null;
    unsure = new Set();
  }

  function say(outcome) {
    const isKept = outcome === "kept";
    const word = isKept || isInBrowser ? outcome : "lost";
    const time = new Intl.DateTimeFormat("en-GB", {
      timeZone: bar.dataset.zone, hour: "2-digit", minute: "2-digit",
      second: isKept ? "2-digit" : undefined,
    });
    const isUnseen = isKept && form.querySelector('[data-live="true"]') !== null;
    const words = bar.querySelector(`[data-word="${isUnseen ? "unseen" : word}"]`);
    const text = words.content.textContent;
    bar.querySelector("[data-line]").textContent = text.replace("{time}", time.format(copy.at));
    if (bar.dataset.outcome === word) return;
    bar.dataset.outcome = word;
    // Read out once, and not that all is well.
    const aloud = bar.querySelector("[data-aloud]");
    aloud.textContent = isKept ? "" : text.replace("{time}", time.format(copy.at));
  }

  // The page is left, perhaps for good: a last word that outlives it.
  function leave() {
    if (!isAhead()) return;
    const sent = snapshot();
    const isWhole = known === null;
    deliver(sent, changes(sent.values), { isWhole, keepalive: true });
    write();
  }

  // Saved without leaving the page: what was typed since then is kept under another key.
  function saved({ detail }) {
    copy.article = numberOf(bar.dataset.article);
    renew(detail.isSame ? copy.sequence : 0);
    copy.values = valuesOf(form);
    bar.querySelector("[data-line]").textContent = "";
    if (!detail.isSame) touch();
  }

  async function finish() {
    await writing;
    isLeaving = true;
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  django.jQuery(form).on("change", "select", changed); // select2 tells jQuery alone.
  window.addEventListener("submit", (event) => {
    // A preview leaves the page where it is, and so does a save by script.
    if (event.target !== form || event.defaultPrevented || event.submitter?.formTarget) return;
    copy.submitted = copy.sequence;
    if (copy.sequence) write();
  });
  form.addEventListener("desk:saved", saved);
  form.addEventListener("desk:keep", deliverChanges);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") deliverChanges();
  });
  document.addEventListener("desk:signing-out", ({ detail }) => detail.push(finish()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", deliverChanges);

  early.then(async (copies) => {
    if (copies.length === 0) return;
    await bringCopies(copies, opened);
    showOffers(copy);
  });
  if (bar.hasAttribute("data-unsaved")) touch();
  returnTo(bar.dataset.field, Number(bar.dataset.caret));
}

function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    const isOurs = name.startsWith("_") || name === "form_key" || HOUSEKEEPING.has(name);
    if (!isOurs && typeof value === "string") (values[name] ??= []).push(value);
  }
  return values;
}

function numberOf(text) {
  return text ? Number(text) : null;
}

async function showOffers({ article, key }) {
  const place = document.querySelector("[data-offers]");
  const address = new URL(place.dataset.offers, location.href);
  if (article) address.searchParams.set("article", article);
  address.searchParams.set("form_key", key);
  const response = await fetch(address);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
}

function returnTo(name, caret) {
  const field = name && form.querySelector(`[name="${CSS.escape(name)}"]`);
  if (!field) return;
  field.focus();
  field.setSelectionRange?.(caret, caret);
}
