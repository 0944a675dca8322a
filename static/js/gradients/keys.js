/** The keys of the page of gradients; the table is as in presenter.js. */
import { KEYS } from "../presenter.js";
import { TABS } from "../tabs.js";

const TURN = 5; // degrees

/** Those of a race, one for each tab, and two for the needle. */
export const GRADIENT_KEYS = [...KEYS.slice(0, 1), { keys: TABS.map((_, i) => String(i + 1)), does: "turn", words: "keys.tab" }, { keys: ["[", "]"], does: "needle", words: "keys.needle", held: true }, ...KEYS.slice(1)];

export const tabActions = (turn, store) => ({
  turn: (key) => turn(TABS[Number(key) - 1]),
  needle: (key) => store.put("view", { needle: Number(((store.view.needle + (key === "[" ? TURN : 360 - TURN)) % 360).toFixed(3)) }),
});
