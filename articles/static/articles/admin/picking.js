// Gives the boxes of pickers the names of their fields: select2 leaves them without.

// In its queue, behind the script that makes the boxes.
window.django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = select.labels[0]?.textContent.trim();
    const box = document.getElementById(`select2-${select.id}-container`);
    if (name) box?.setAttribute("aria-label", name);
  }
});
