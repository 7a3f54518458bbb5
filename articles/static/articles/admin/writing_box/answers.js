// Asks the site for something and understands whatever comes back. Nothing is thrown away
// silently: a Refusal says why in the editor's language.

import { post, SignedOut } from "../requests.js";

export class Refusal extends Error {}

/** Send a form, or ask without one; returns the JSON of the answer. Throws a `Refusal`. */
export async function ask(box, url, fields, signal) {
  const options = { headers: { Accept: "application/json" }, signal };
  const body = new FormData();
  for (const [name, value] of Object.entries(fields ?? {})) body.append(name, value);
  let response;
  try {
    response = await (fields ? post(url, body, options) : fetch(url, options));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (error instanceof SignedOut) throw new Refusal(box.text("signedOut"));
    throw new Refusal(box.text("offline"));
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json().catch(() => null) : null;
  if (response.ok && answer && !response.redirected) return answer;
  throw new Refusal(answer?.problems?.join(" ") || reason(box, response));
}

function reason(box, response) {
  if (response.redirected || response.status === 401) return box.text("signedOut");
  if (response.status === 403) return box.text("forbidden");
  if (response.status === 413) return box.text("tooLarge");
  return box.text("failed", { status: response.status });
}
