// Takes what was typed to the server, and says what became of it.

import { SignedOut, post } from "../requests.js";
import { remove } from "./copies.js";

const PATIENCE = 10_000;

const place = document.querySelector("[data-keeping-user]");
const address = place?.dataset.keepingAddress;

export const user = Number(place?.dataset.keepingUser);

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The outcome is the server's word, “offline”, “signed_out”, or “busy” for every answer
// that says nothing. ``values`` are all fields of the form, or those that changed.
export async function deliver(copy, values, { isWhole, keepalive = false }) {
  const message = {
    user: copy.user, form_key: copy.key, article: copy.article, base: copy.base,
    writer: copy.writer, sequence: copy.sequence, follows: copy.acknowledged,
    is_whole: isWhole, values, field: copy.field, caret: copy.caret,
  };
  const options = keepalive ? { keepalive } : { signal: AbortSignal.timeout(PATIENCE) };
  let response;
  try {
    response = await post(address, JSON.stringify(message), {
      ...options, headers: { "Content-Type": "application/json" },
    });
  } catch (error) {
    return error instanceof SignedOut ? "signed_out" : "offline";
  }
  try {
    return (await response.json()).outcome ?? "busy";
  } catch {
    return { 403: "signed_out", 413: "too_long" }[response.status] ?? "busy";
  }
}

// Takes the copies of forms that are closed by now to the server, where they are offered
// again. ``current`` is the form on this page: what was typed into it after it had been sent
// needs a key of its own. Returns how many copies could not be taken.
export async function bringCopies(copies, current = null) {
  let left = 0;
  for (const copy of copies) {
    const isCurrent = copy.key === current;
    const isNew = copy.sequence > Math.max(copy.acknowledged, isCurrent ? copy.submitted : 0);
    const outcome = isNew ? await bring(copy, isCurrent) : "kept";
    if (outcome !== "kept") left += 1;
    else if (!isCurrent) await remove(copy.key);
  }
  return left;
}

async function bring(copy, isCurrent) {
  const outcome = isCurrent ? "elsewhere" : await deliver(copy, copy.values, { isWhole: true });
  if (outcome === "closed" && copy.sequence <= copy.submitted) return "kept";
  if (outcome !== "closed" && outcome !== "elsewhere") return outcome;
  return deliver({ ...copy, key: newKey(), acknowledged: 0 }, copy.values, { isWhole: true });
}
