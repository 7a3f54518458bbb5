// The text as readers see it, below a box whose form has no preview of the whole page.

import { post } from "../requests.js";

const DELAY = 600;

/** Show the preview and let it follow the text. */
export function startSmallPreview(box) {
  const { preview } = box.parts;
  const { textarea } = box;
  if (textarea.form?.querySelector("[data-preview]")) return;
  let timer = 0;
  let request = null;

  async function refresh() {
    request?.abort();
    request = new AbortController();
    if (!textarea.value.trim()) return preview.replaceChildren();
    const body = new FormData();
    body.append("content", textarea.value);
    const { signal } = request;
    const response = await post(box.settings.previewBody, body, { signal }).catch(() => null);
    if (response?.ok) preview.innerHTML = await response.text();
  }

  textarea.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, DELAY);
  });
  refresh();
}
