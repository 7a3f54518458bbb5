// Makes a writing box of every text that wants one, those of rows that are added included.

import { Box } from "./box.js";
import { startFinding } from "./finding.js";
import { startPasting } from "./pasting.js";
import { startCard } from "./picture_card.js";
import { startPicker } from "./picture_picker.js";
import { addFiles, addPicture } from "./pictures.js";
import { startSmallPreview } from "./small_preview.js";
import { startToolbar } from "./toolbar.js";

function start(textarea) {
  if (textarea.readOnly || textarea.disabled || textarea.closest(".empty-form")) return;
  const box = new Box(textarea);
  const describe = startCard(box);
  const files = box.parts.toolbar.querySelector("[data-files]");
  files.addEventListener("change", () => {
    addFiles(box, files.files, describe);
    files.value = "";
  });
  startToolbar(box, {
    find: startFinding(box),
    pick: startPicker(box, (picture) => addPicture(box, picture, describe)),
    upload: () => files.click(),
  });
  startPasting(box, describe);
  startSmallPreview(box);
  textarea.dataset.writingBox = "started";
}

const startAll = (root) => root.querySelectorAll('[data-writing-box=""]').forEach(start);

startAll(document);
document.addEventListener("formset:added", (event) => startAll(event.target));
