// A button beside an address copies it, and says so.

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // It is selected: the keyboard copies it.
    }
    button.textContent = field.dataset.copied;
  });
}
