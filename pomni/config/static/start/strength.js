// Says in words how hard a password is to guess, while it is typed. Length counts most, repetition counts nothing.
const said = document.getElementById("strength");
const field = document.getElementById(said.dataset.of);
const STRONG = 60, FAIR = 42; // bits, roughly

const bits = (text) => {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /\s/, /[^\p{L}\d\s]/u].filter((kind) => kind.test(text)).length;
  const distinct = new Set(text).size;
  return Math.min(text.length, distinct * 2) * (2.4 + 0.5 * kinds);
};

const state = (text) => {
  if (text.length < 10) return "short";
  const guess = bits(text);
  return guess >= STRONG ? "strong" : guess >= FAIR ? "fair" : "weak";
};

const tell = () => {
  said.hidden = !field.value;
  said.dataset.state = state(field.value);
  said.textContent = said.dataset[said.dataset.state];
};

field.closest(".field").append(said);
field.addEventListener("input", tell);
tell();
