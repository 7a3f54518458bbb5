// Gives the boxes of pickers the names of their fields: select2 names them after what is
// chosen, and that may be nothing.

function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.labels[0]?.textContent.trim().replace(/[:：]$/, "");
    if (!name) continue;
    for (const part of select.nextElementSibling.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.setAttribute("aria-label", name);
    }
  }
}

window.django.jQuery(nameBoxes); // In its queue, behind the script that makes the boxes.
document.addEventListener("formset:added", nameBoxes);
