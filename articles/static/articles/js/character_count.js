// Counts the characters of a text as a reader types, as the server counts them.

for (const counter of document.querySelectorAll("[data-counted]")) {
  const text = document.getElementById(counter.dataset.counted);
  const number = counter.querySelector("span");
  const count = () => {
    number.textContent = [...text.value].length;
  };
  text.addEventListener("input", count);
  count();
}
