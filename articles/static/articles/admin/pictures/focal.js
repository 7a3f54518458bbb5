// The focal point of a picture, set by a click or by the arrow keys. The two number fields
// hold it: without this script they are typed in.

const MIDDLE = 50;
const STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

for (const chooser of document.querySelectorAll("[data-focal]")) start(chooser);

function start(chooser) {
  const fields = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));
  if (fields.includes(null)) return; // Whoever may only look has no fields.
  chooser.querySelector("[data-focal-plain]").remove();
  chooser.append(chooser.querySelector("template").content);
  const picture = chooser.querySelector("[data-focal-picture]");
  const mark = chooser.querySelector("[data-focal-mark]");
  const said = chooser.querySelector("[data-focal-said]");
  const crops = [...chooser.querySelectorAll("[data-focal-crop]")];

  const point = () =>
    fields.map((field) => (field.value.trim() === "" ? MIDDLE : inRange(Number(field.value))));

  function show() {
    const [x, y] = point();
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    for (const crop of crops) crop.style.objectPosition = `${x}% ${y}%`;
    said.textContent = said.dataset.text.replace("{x}", x).replace("{y}", y);
  }

  function choose(values) {
    values.forEach((value, index) => {
      fields[index].value = value;
      fields[index].dispatchEvent(new Event("input", { bubbles: true }));
    });
    show();
  }

  picture.addEventListener("click", (event) => {
    if (event.detail === 0) return; // Enter or Space: the arrows move the mark.
    const box = picture.getBoundingClientRect();
    choose([
      percent(event.clientX - box.left, box.width),
      percent(event.clientY - box.top, box.height),
    ]);
  });

  picture.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 1;
    choose(point().map((value, index) => inRange(value + step[index] * size)));
  });

  chooser.querySelector("[data-focal-centre]").addEventListener("click", () => choose(["", ""]));
  for (const field of fields) field.addEventListener("input", show);
  show();
}

const percent = (distance, length) => inRange((distance / length) * 100);

const inRange = (value) => Math.min(100, Math.max(0, Math.round(value) || 0));
