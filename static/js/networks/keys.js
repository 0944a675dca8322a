/** The keys of the page of networks; the table is as in presenter.js. */
import { KEYS } from "../presenter.js";
import { TABS } from "../tabs.js";

/** Those of every page, and one for each tab. */
export const NETWORK_KEYS = [...KEYS.slice(0, 1), { keys: TABS.map((_, i) => String(i + 1)), does: "turn", words: "keys.network-tab" }, ...KEYS.slice(1)];

/** Those of its player, for the list of keys. */
export const PLAYER_KEYS = [
  { caps: ["←", "→"], words: "keys.epoch" },
  { caps: ["Home", "End"], words: "keys.epoch-ends" },
];

export const tabActions = (turn) => ({ turn: (key) => turn(TABS[Number(key) - 1]) });
