// Asks the site for something and understands whatever comes back. Nothing is thrown away
// silently: a Refusal says why in the editor's language.

export class Refusal extends Error {}

const token = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1]
  ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** Send a form, or ask without one; returns the JSON of the answer. Throws a `Refusal`. */
export async function ask(box, url, fields, signal) {
  const options = { headers: { Accept: "application/json" }, signal };
  if (fields) {
    options.method = "POST";
    options.headers["X-CSRFToken"] = token();
    options.body = new FormData();
    for (const [name, value] of Object.entries(fields)) options.body.append(name, value);
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
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
