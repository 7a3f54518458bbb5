// The sheet on which an article is published: a page of its own, or a dialog over the form.

import { post, SignedOut } from "./requests.js";
import { signIn } from "./signing_in.js";

const DELAY = 300;

const sheet = document.querySelector("[data-sheet]");
if (sheet) wire(sheet);

/** Show the sheet over the page; `published` gets the answer once it was sent. */
export async function openSheet(url, { published, mend, failed }) {
  const dialog = document.createElement("dialog");
  dialog.className = "desk-sheet-dialog";
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());

  async function show(response) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const form = page.querySelector("[data-sheet]");
    if (!form) {
      dialog.close();
      return response.ok ? published(response, page) : failed(page);
    }
    const heading = document.createElement("h2");
    heading.id = "sheet-heading";
    heading.textContent = page.querySelector("h1")?.textContent ?? "";
    dialog.setAttribute("aria-labelledby", heading.id);
    dialog.replaceChildren(heading, form);
    wire(form);
    form.querySelector("[data-close]").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
    for (const link of form.querySelectorAll("[data-go]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        dialog.close();
        mend(link.dataset.go, form.querySelectorAll("[data-unmet] li").length);
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
    if (!dialog.open) dialog.showModal();
    (form.querySelector("[autofocus]") ?? form.querySelector("[name=when]:checked"))?.focus();
    return undefined;
  }

  async function send(form) {
    form.querySelector("[data-main]").disabled = true;
    try {
      await show(await post(form.action, new FormData(form)));
    } catch (error) {
      if (!(error instanceof SignedOut || error instanceof TypeError)) throw error;
      if (error instanceof SignedOut && await signIn()) return send(form);
      dialog.close();
      failed(null);
    } finally {
      form.querySelector("[data-main]").disabled = false;
    }
    return undefined;
  }

  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    dialog.querySelector("form")?.requestSubmit();
  });

  await show(await fetch(url));
}

function wire(form) {
  const main = form.querySelector("[data-main]");
  const isAhead = {};
  const nameButton = () => {
    const isTimed = form.querySelector("[name=when][value=at]").checked;
    const isLater = isAhead.embargoed_until || (isTimed && isAhead.published_at);
    main.textContent = isLater ? main.dataset.later : main.dataset.now;
  };
  for (const radio of form.querySelectorAll("[name=when]")) radio.addEventListener("change", nameButton);
  for (const line of form.querySelectorAll("[data-moment]")) {
    const box = line.parentElement.querySelector("input");
    let timer = 0;
    const tell = async () => {
      const { meant, problem, is_ahead } = await (await fetch(`${form.dataset.meant}?text=${encodeURIComponent(box.value)}`)).json();
      line.textContent = problem ?? meant;
      line.classList.toggle("desk-sheet__problem", Boolean(problem));
      isAhead[box.name] = Boolean(is_ahead);
      nameButton();
    };
    box.addEventListener("input", () => {
      if (box.name === "published_at") form.querySelector("[name=when][value=at]").checked = true;
      clearTimeout(timer);
      timer = setTimeout(tell, DELAY);
    });
    if (box.value) tell();
  }
}
