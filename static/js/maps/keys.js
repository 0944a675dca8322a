/** The keys of the page of maps; the table is as in presenter.js. */
import { KINDS } from "../map-piece.js";
import { turned } from "./question.js";

export const MAP_KEYS = [
  { keys: [" "], does: "play", words: "keys.stop-map" },
  { keys: KINDS.map((_, i) => String(i + 1)), does: "turn", words: "keys.kind-of-map" },
  { keys: ["l"], does: "lecture", words: "keys.lecture" },
  { keys: ["f"], does: "screen", words: "keys.screen" },
  { keys: ["c"], does: "contrast", words: "keys.contrast" },
  { keys: ["?"], does: "help", words: "keys.help" },
  { keys: ["PageDown"], does: "next", words: "keys.next-map", lecture: true },
  { keys: ["PageUp"], does: "back", words: "keys.last-map", lecture: true },
  { keys: ["p"], does: "pointer", words: "keys.pointer", lecture: true },
  { keys: ["b", "."], does: "blank", words: "keys.blank", lecture: true },
  { keys: ["Escape"], does: "leave", words: "keys.leave", lecture: true },
];

/** Those of the drawings. */
export const MAP_FIGURE_KEYS = [
  { caps: ["←", "↑", "→", "↓"], words: "keys.cell" },
  { caps: ["Enter"], words: "keys.open-cell" },
  { caps: ["Ctrl + Enter"], words: "keys.open-cell-beside" },
];

/** What those keys do that are the maps' own. */
export function mapActions(store, mapping) {
  const turn = (kind) => kind && store.put("spec", { map: turned(store.spec.map, kind) });
  const by = (steps) => turn(KINDS[KINDS.indexOf(store.spec.map.kind) + steps]);
  return {
    play: () => (store.data.busy ? mapping.stop() : store.data.map?.verdict || mapping.begin()),
    turn: (key) => turn(KINDS[Number(key) - 1]),
    next: () => by(1),
    back: () => by(-1),
  };
}
