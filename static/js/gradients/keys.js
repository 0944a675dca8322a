/** The keys of the page of gradients; the table is as in presenter.js. */
import { KEYS } from "../presenter.js";
import { TABS } from "../tabs.js";

/** Those of a race, and one for each tab. */
export const GRADIENT_KEYS = [...KEYS.slice(0, 1), { keys: TABS.map((_, i) => String(i + 1)), does: "turn", words: "keys.tab" }, ...KEYS.slice(1)];

export const tabActions = (turn) => ({ turn: (key) => turn(TABS[Number(key) - 1]) });
