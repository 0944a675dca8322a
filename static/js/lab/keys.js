/** The keys of the page of searches; the table is as in presenter.js. */
import { KEYS } from "../presenter.js";
import { TABS } from "../tabs.js";

/** Those of every page, and one for each tab. */
export const SEARCH_KEYS = [...KEYS.slice(0, 1), { keys: TABS.map((_, i) => String(i + 1)), does: "turn", words: "keys.search-tab" }, ...KEYS.slice(1)];

/** Those of its landscapes and charts, for the list of keys. */
export const CHART_KEYS = [
  { caps: ["←", "→"], words: "keys.trial" },
  { caps: ["Home", "End"], words: "keys.trial-ends" },
  { caps: ["Enter"], words: "keys.trial-open" },
  { caps: ["Esc"], words: "keys.trial-leave" },
];

export const tabActions = (turn) => ({ turn: (key) => turn(TABS[Number(key) - 1]) });
