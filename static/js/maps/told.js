/** The words beneath a map: where it is looked at, and for each run what came of it. */
import { make } from "../controls.js";
import { t } from "../words.js";
import { endWords, whereWords } from "./words.js";

const HUSH = 250; // milliseconds a key must rest before what it led to is read out

/** @param open (spot, newTab): show the run of a spot @returns {element, ears, tell(map, spots, held), stop()} */
export function createTold(open) {
  const element = make("div", { className: "map-told", "data-fleeting": "", "data-testid": "map-told" });
  const ears = make("p", { className: "for-ears", role: "status", "aria-live": "polite", "data-testid": "map-ears" });
  let shown = "";
  let hushed = 0;

  function line({ label, words, spot }, held) {
    const button = make("button", { type: "button", className: "quiet" }, t("map.open"));
    button.addEventListener("click", (event) => open(spot, event.ctrlKey || event.metaKey));
    return make("p", {}, make("span", {}, make("b", {}, label), `: ${words} `), held ? button : null);
  }

  return {
    element,
    ears,
    /** @param spots those that are told of, none while nothing is looked at @param held whether a key or a finger led there */
    tell(map, spots, held) {
      const lines = spots.map((spot) => ({ spot, label: map.runs[spot.run].label, words: endWords(map, spot) }));
      const where = spots.length ? whereWords(map, spots[0]) : "";
      const said = [where, ...lines.map(({ label, words }) => `${label}: ${words}`)].join(". ");
      if (said + held === shown) return; // a button that has the focus keeps it
      shown = said + held;
      clearTimeout(hushed);
      element.replaceChildren(...(where ? [make("p", {}, where), ...lines.map((one) => line(one, held))] : []));
      if (held) hushed = setTimeout(() => (ears.textContent = said), HUSH);
    },
    stop: () => clearTimeout(hushed),
  };
}
