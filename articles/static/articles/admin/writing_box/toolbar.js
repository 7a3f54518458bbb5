// The toolbar: one stop for Tab, arrows within it, and the keys that do the same.

import { commandOf, isMac, keyName } from "./keys.js";
import * as markup from "./markup.js";
import { composing } from "./typing.js";

const EDITS = {
  bold: (value, start, end) => markup.wrapped(value, start, end, "**", "**"),
  unconverted: (value, start, end) => markup.wrapped(value, start, end, "-{", "}-"),
  heading: markup.heading,
  link: markup.link,
  quote: markup.quote,
  bullets: markup.bullets,
  numbers: markup.numbers,
  table: markup.table,
};

/** Make the toolbar work. `commands` are what the other parts of the box do. */
export function startToolbar(box, commands) {
  const { toolbar, keys } = box.parts;
  const buttons = [...toolbar.querySelectorAll("button")];
  const does = { ...commands, keys: () => box.toggle(keys) };

  function run(name) {
    if (composing()) return;
    if (EDITS[name]) box.change(EDITS[name]);
    else does[name]();
  }

  for (const button of buttons) {
    button.tabIndex = button === buttons[0] ? 0 : -1;
    button.title = button.getAttribute("aria-label");
    if (button.dataset.key) {
      button.title += ` (${keyName(button.dataset)})`;
      const modifier = isMac ? "Meta" : "Control";
      button.setAttribute("aria-keyshortcuts", `${modifier}+${button.dataset.key}`);
      if (isMac && button.dataset.macKey) button.setAttribute("aria-keyshortcuts", "Alt+Meta+F");
    }
    // A click must not take the selection, nor end what is being composed.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => run(button.dataset.does));
  }
  for (const key of keys.querySelectorAll("kbd[data-key]")) key.textContent = keyName(key.dataset);

  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = {
      ArrowRight: (at + 1) % buttons.length,
      ArrowLeft: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = button === buttons[to] ? 0 : -1;
    buttons[to].focus();
  });

  box.root.addEventListener("keydown", (event) => {
    const name = commandOf(event);
    if (!name || (event.target !== box.textarea && name !== "find")) return;
    event.preventDefault();
    run(name);
  });
  box.textarea.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const { value, selectionStart, selectionEnd } = box.textarea;
    if (!markup.goOn(value, selectionStart, selectionEnd)) return;
    event.preventDefault();
    box.change(markup.goOn);
  });
}
