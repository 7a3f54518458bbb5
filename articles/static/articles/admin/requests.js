// What the desk's pages send by script. The token is read when it is sent: signing in
// again, also in another tab, makes a new one.

export class SignedOut extends Error {}

// What the desk says of a form whose session, or whose token, is gone.
const NOBODY = new Set(["signed-out", "expired"]);

function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}

// Posts FormData, or anything that fetch takes. Throws SignedOut where nobody is signed
// in, and what fetch throws where there is no connection.
export async function post(url, body, { headers = {}, ...options } = {}) {
  if (body instanceof FormData) body.delete("csrfmiddlewaretoken"); // An older one would win.
  const response = await fetch(url, {
    ...options, method: "POST", body, headers: { "X-CSRFToken": token(), ...headers },
  });
  const isAtLogin = response.redirected && new URL(response.url).pathname.endsWith("/login/");
  if (isAtLogin || NOBODY.has(response.headers.get("X-Desk-Problem"))) throw new SignedOut();
  return response;
}

// A form that is sent without script has the token of the day it was opened.
document.addEventListener("submit", ({ target }) => {
  const input = target.elements.csrfmiddlewaretoken;
  if (input && token()) input.value = token();
}, { capture: true });
