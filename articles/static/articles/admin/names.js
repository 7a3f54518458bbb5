// Offers the known names under a list of names: a click adds one, another takes it out.

for (const input of document.querySelectorAll("[data-names]")) offer(input);

function offer(input) {
  const row = document.createElement("div");
  row.className = "desk-names";
  row.setAttribute("role", "group");
  const named = () => input.value.split(/[,，、;；\r\n]/).map((name) => name.trim()).filter(Boolean);

  const buttons = JSON.parse(input.dataset.names).map(([name, label]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = name;
    button.dataset.name = name;
    button.addEventListener("click", () => {
      const names = named();
      const without = names.filter((other) => other !== name);
      input.value = (without.length < names.length ? without : [...names, name]).join(", ");
      input.dispatchEvent(new Event("change", { bubbles: true }));
      mark();
    });
    return button;
  });

  function mark() {
    const names = named();
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(names.includes(button.dataset.name)));
    }
  }

  const box = document.createElement("div");
  box.className = "desk-box";
  input.replaceWith(box);
  row.append(...buttons);
  box.append(input, row);
  input.addEventListener("input", mark);
  mark();
}
