// Signs the editor in again over the form that is being written. The text stays where it is.

import { post } from "./requests.js";

const dialog = document.querySelector("[data-signing-in]");
let asked = null;

// Resolves to whether the same editor is signed in again.
export function signIn() {
  asked ??= ask().finally(() => { asked = null; });
  return asked;
}

async function ask() {
  const form = dialog.querySelector("form");
  if (await isSignedIn(form)) return true; // In another tab, meanwhile.
  const { password } = form.elements;
  password.value = "";
  say("");
  dialog.showModal();
  password.focus();
  return new Promise((resolve) => {
    const end = (isIn) => {
      form.removeEventListener("submit", send);
      dialog.removeEventListener("close", close);
      password.value = "";
      dialog.close();
      resolve(isIn);
    };
    const close = () => end(false);
    async function send(event) {
      event.preventDefault();
      if (await enter(form)) end(true);
    }
    form.addEventListener("submit", send);
    dialog.addEventListener("close", close);
  });
}

// Also sets the cookie that the form is sent with.
async function isSignedIn(form) {
  try {
    const response = await fetch(dialog.dataset.signingIn);
    return (await response.json()).editor === form.elements.editor.value;
  } catch {
    return false;
  }
}

async function enter(form) {
  try {
    const response = await post(dialog.dataset.signingIn, new FormData(form));
    if (response.ok) return true;
    say((await response.json()).problems.join(" "));
  } catch {
    say(dialog.dataset.offline);
  }
  form.elements.password.focus();
  form.elements.password.select();
  return false;
}

function say(text) {
  dialog.querySelector("[data-problem]").textContent = text;
}

dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());
