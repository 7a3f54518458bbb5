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
  show(form, "password");
  say("");
  dialog.showModal();
  form.elements.password.focus();
  return new Promise((resolve) => {
    const end = (isIn) => {
      form.removeEventListener("submit", send);
      dialog.removeEventListener("close", close);
      show(form, "password");
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
    if (response.ok && response.status !== 202) return true;
    if (response.status === 202) show(form, "code"); // The password was right.
    say((await response.json()).problems.join(" "));
  } catch {
    say(dialog.dataset.offline);
  }
  const { code, password } = form.elements;
  const asked = code.required ? code : password;
  asked.focus();
  asked.select();
  return false;
}

// The password stays in the form beside the code, for when too much time went by between.
function show(form, step) {
  for (const part of form.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== step;
  const { code, password } = form.elements;
  code.required = step === "code";
  code.value = "";
  if (step === "password") password.value = "";
}

function say(text) {
  dialog.querySelector("[data-problem]").textContent = text;
}

dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());
