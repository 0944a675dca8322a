/** The list of every key of the page, printed from where they are declared. */
import { make } from "../controls.js";
import { createDialog } from "../dialogs.js";
import { FIGURE_KEYS } from "../keys.js";
import { charactersListened, KEYS, listenToCharacters } from "../presenter.js";
import { t } from "../words.js";

const CAPS = { " ": "key.space", ArrowRight: "→", ArrowLeft: "←", PageDown: "key.page-down", PageUp: "key.page-up", Home: "Home", End: "End", Escape: "Esc" };
const capOf = (key) => (CAPS[key] ? t(CAPS[key]) : key.toUpperCase());

/** @param more {keys, called, figure, on} of a page with other keys than the race's: which, the key of their title, those of its figure, the key of theirs */
export function mount(element, _store, { keys = KEYS, called = "keys.everywhere", figure = FIGURE_KEYS, on = "keys.on-map" } = {}) {
  function table(title, rows) {
    const lines = rows.map(({ caps, words }) =>
      make("div", { className: "key-row" }, make("dt", {}, ...caps.map((cap) => make("kbd", {}, cap))), make("dd", {}, t(words))));
    return make("section", {}, make("h3", {}, t(title)), make("dl", { className: "key-list" }, ...lines));
  }
  const declared = (lecture) => keys.filter((one) => Boolean(one.lecture) === lecture).map((one) => ({ caps: one.keys.map(capOf), words: one.words }));

  function characters() {
    const box = make("input", { type: "checkbox", checked: charactersListened(), "data-testid": "characters" });
    box.addEventListener("change", () => listenToCharacters(box.checked));
    return make("label", { className: "switch" }, box, t("keys.characters"));
  }

  createDialog(element, t("keys.title"), () => [
    make("div", { className: "key-groups" },
      table(called, declared(false)), table(on, figure), table("keys.lecturing", declared(true))),
    characters(),
  ]);
}
