/** The list of every key of the page, printed from where they are declared. */
import { make } from "../controls.js";
import { createDialog } from "../dialogs.js";
import { FIGURE_KEYS } from "../keys.js";
import { charactersListened, KEYS, listenToCharacters } from "../presenter.js";
import { t } from "../words.js";

const CAPS = { " ": "key.space", ArrowRight: "→", ArrowLeft: "←", PageDown: "key.page-down", PageUp: "key.page-up", Home: "Home", End: "End", Escape: "Esc" };
const capOf = (key) => (CAPS[key] ? t(CAPS[key]) : key.toUpperCase());

export function mount(element, _store, { listed = KEYS } = {}) {
  function table(title, rows) {
    const lines = rows.map(({ caps, words }) =>
      make("div", { className: "key-row" }, make("dt", {}, ...caps.map((cap) => make("kbd", {}, cap))), make("dd", {}, t(words))));
    return make("section", {}, make("h3", {}, t(title)), make("dl", { className: "key-list" }, ...lines));
  }
  const declared = (lecture) => listed.filter((one) => Boolean(one.lecture) === lecture).map(({ keys, words }) => ({ caps: keys.map(capOf), words }));

  function characters() {
    const box = make("input", { type: "checkbox", checked: charactersListened(), "data-testid": "characters" });
    box.addEventListener("change", () => listenToCharacters(box.checked));
    return make("label", { className: "switch" }, box, t("keys.characters"));
  }

  createDialog(element, t("keys.title"), () => [
    make("div", { className: "key-groups" },
      table(listed === KEYS ? "keys.everywhere" : "keys.lesson", declared(false)), table("keys.on-map", FIGURE_KEYS), table("keys.lecturing", declared(true))),
    characters(),
  ]);
}
