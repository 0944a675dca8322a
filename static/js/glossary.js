/** The filter of the glossary: what is typed is looked for in both languages, without a round trip. */

const box = document.getElementById("filter");
const lead = box.previousElementSibling;
const field = document.getElementById("wanted");
const found = document.getElementById("found");
const plain = (text) => text.normalize("NFC").toLowerCase();
const terms = [...document.querySelectorAll(".term")].map((element) => ({
  element,
  words: plain([...element.querySelectorAll(".said")].map((said) => said.textContent).join(" ")),
}));

/** A term is shown if it has everything that was typed, in whatever order. */
function show() {
  const wanted = plain(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { element, words } of terms) {
    element.hidden = !wanted.every((word) => words.includes(word));
    shown += !element.hidden;
  }
  const said = shown ? found.dataset.found.replace("{shown}", shown).replace("{all}", terms.length) : found.dataset.none;
  found.textContent = wanted.length ? said : "";
}

/** Whoever typed far down the list sees the first that is left. */
function look() {
  show();
  if (box.getBoundingClientRect().top <= 0) lead.scrollIntoView();
}

/** A link to a term that was filtered away brings all of them back, or it would lead nowhere. */
function follow({ target }) {
  const link = target.closest("a[href^='#']");
  if (!link || !document.getElementById(link.getAttribute("href").slice(1))?.hidden) return;
  field.value = "";
  show();
}

field.addEventListener("input", look);
document.addEventListener("click", follow);
box.hidden = false;
show(); // a browser that comes back fills in what was typed before
