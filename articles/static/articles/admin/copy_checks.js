// What a copy editor would mark, below the text, with fixes that Ctrl+Z takes back.

import { post, SignedOut } from "./requests.js";

const DELAY = 600;
const REMEMBERED = "newsdesk.copy_checks_off";
const FIELDS = ["title", "lead", "summary", "body"];
// Characters of the text shown on each side of a place.
const AROUND = 10;

const panel = document.querySelector("[data-copy-checks]");
if (panel) start(panel);

function start(panel) {
  const form = panel.closest("form");
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const note = part("note");
  const inputs = new Map(FIELDS.map((name) => [name, form.elements[name]]).filter(([, input]) => input));
  if (!inputs.size) return;
  const off = remembered();
  const known = new Map();
  const opened = new Map();
  let checks = [];
  let timer = 0;
  let request = null;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  };

  async function ask() {
    request?.abort();
    request = new AbortController();
    const data = new URLSearchParams([...inputs].map(([name, input]) => [name, input.value]));
    data.set("language", form.elements.language?.value ?? "");
    data.set("published_on", form.elements.published_at_0?.value ?? "");
    try {
      const { signal } = request;
      const response = await post(panel.dataset.copyChecks, data, { signal });
      const type = response.headers.get("Content-Type") ?? "";
      if (!type.startsWith("application/json")) return say(panel.dataset.failed);
      const answer = await response.json();
      // A button that is being pressed stays until it is released.
      if (panel.matches(":active")) return later();
      if (answer.problem) checks = [];
      else ({ checks } = answer);
      say(answer.problem ?? "");
      draw();
    } catch (error) {
      if (error instanceof SignedOut) say(panel.dataset.loggedOut);
      else if (error.name !== "AbortError") say(panel.dataset.failed);
    }
  }

  function say(text) {
    note.textContent = text;
    panel.hidden = false;
  }

  function draw() {
    for (const { key, label } of checks) known.set(key, label);
    const shown = checks.filter(({ key }) => !off.has(key));
    part("kinds").replaceChildren(...shown.map(drawKind));
    const total = shown.reduce((sum, { findings }) => sum + findings.length, 0);
    part("total").textContent = total || "";
    part("none").hidden = total > 0 || note.textContent !== "";
    part("shown").value = "1";
    drawSwitchedOff();
    panel.hidden = false;
  }

  function drawKind(check) {
    const kind = copy("kind");
    const severity = kind.querySelector(".copy-checks__severity");
    kind.dataset.key = check.key;
    kind.open = opened.get(check.key) ?? check.severity !== "hint";
    kind.addEventListener("toggle", () => opened.set(check.key, kind.open));
    severity.textContent = severity.dataset[check.severity];
    severity.classList.add(`copy-checks__severity--${check.severity}`);
    kind.querySelector("[data-label]").textContent = check.label;
    kind.querySelector("[data-count]").textContent = check.findings.length;
    const fixable = check.findings.filter(({ fix }) => fix !== null);
    const fixAll = kind.querySelector("[data-fix-all]");
    fixAll.hidden = fixable.length < 2;
    fixAll.addEventListener("click", () => replaceAll(fixable));
    kind.querySelector("[data-switch-off]").addEventListener("click", () => turn(check.key, false));
    kind.querySelector("ul").append(...check.findings.map(drawFinding));
    return kind;
  }

  function drawFinding(finding) {
    const item = copy("finding");
    const text = inputs.get(finding.field).value;
    const set = (name, value) => { item.querySelector(`[data-${name}]`).textContent = value; };
    const before = text.slice(Math.max(0, finding.start - AROUND), finding.start);
    set("before", before.slice(before.lastIndexOf("\n") + 1).replace(/^[\udc00-\udfff]/, ""));
    set("text", [...finding.text].length > 60 ? `${[...finding.text].slice(0, 60).join("")}…` : finding.text);
    set("after", text.slice(finding.end, finding.end + AROUND).split("\n")[0].replace(/[\ud800-\udbff]$/, ""));
    set("message", finding.message);
    const fix = item.querySelector("[data-fix]");
    fix.hidden = finding.fix === null;
    fix.querySelector("span").textContent = finding.fix ?? "";
    fix.addEventListener("click", () => replaceAll([finding]));
    item.querySelector("[data-show]").addEventListener("click", () => select(finding));
    return item;
  }

  function drawSwitchedOff() {
    const box = part("off");
    const labels = [...off].filter((key) => known.has(key));
    box.hidden = labels.length === 0;
    box.querySelector("ul").replaceChildren(...labels.map((key) => {
      const item = copy("switched-off");
      item.querySelector("[data-label]").textContent = known.get(key);
      item.querySelector("[data-switch-on]").addEventListener("click", () => turn(key, true));
      return item;
    }));
  }

  function copy(name) {
    return panel.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  }

  // Selects the place, if the text there is still what was checked.
  function select({ field, start, end, text }) {
    const input = inputs.get(field);
    if (input.value.slice(start, end) !== text) {
      say(panel.dataset.changed);
      later();
      return false;
    }
    input.focus();
    input.setSelectionRange(start, end);
    return true;
  }

  // From the last place to the first, so that those before it stay where they are.
  function replaceAll(findings) {
    for (const finding of [...findings].sort((a, b) => b.start - a.start)) {
      if (!select(finding)) continue;
      // Unlike setRangeText, this can be taken back with Ctrl+Z.
      if (finding.fix) document.execCommand("insertText", false, finding.fix);
      else document.execCommand("delete");
    }
    clearTimeout(timer);
    ask();
  }

  function turn(key, isOn) {
    if (isOn) off.delete(key);
    else off.add(key);
    localStorage.setItem(REMEMBERED, JSON.stringify([...off]));
    draw();
  }

  function remembered() {
    try {
      const stored = JSON.parse(localStorage.getItem(REMEMBERED) ?? "[]");
      return new Set(Array.isArray(stored) ? stored : []);
    } catch {
      return new Set();
    }
  }

  for (const input of inputs.values()) {
    input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    input.addEventListener("compositionend", later);
  }
  form.elements.language?.addEventListener("change", later);
  form.elements.published_at_0?.addEventListener("change", later);
  ask();
}
