// A person who signs out leaves nothing in the browser that the server has.

import { copiesOf } from "./copies.js";
import { bringCopies, user } from "./delivery.js";

const form = document.querySelector("#logout-form");
const note = document.querySelector("[data-keeping-user]");
let isTold = false;

form?.addEventListener("submit", async (event) => {
  if (!note || isTold) return;
  event.preventDefault();
  const waits = [];
  document.dispatchEvent(new CustomEvent("desk:signing-out", { detail: waits }));
  await Promise.all(waits);
  const left = await bringCopies(await copiesOf(user));
  if (left === 0) return form.submit();
  isTold = true;
  note.hidden = false;
  note.textContent = note.dataset.left;
});
