/** Asks for the search of the spec while the lab is seen, and keeps what has come of it in `data.search`. */
import { createAsking } from "../asking.js";
import { wire } from "../runs.js";
import { search as ask } from "../stream.js";
import { alike, nothing, taken } from "./growth.js";
import { question } from "./space.js";

const TAB = "lab";

/** The budget as the clock of the player has it: a race of as many steps as there are epochs. */
function clock({ about, trials, summary }) {
  const ended = summary !== null;
  if (!about) return null;
  const spent = Math.max(0, ...trials.map((repeats) => repeats[0].at(-1)?.spent ?? 0));
  return { series: [{ count: (ended ? about.budget : spent) + 1 }], steps: about.budget, ended, ids: [] };
}

/** @returns as `createAsking` */
export function startSearching(store) {
  let fault = null;
  const asking = createAsking({ ask, nothing, taken, alike }, (search) => {
    const told = search.fault === fault ? {} : { fault: (fault = search.fault) };
    store.put("data", { search, race: clock(search), busy: search.busy, ...told });
  });
  const look = (settled) => store.spec.tab === TAB && asking.look(question(store.spec, wire), settled);
  store.on("spec", (_spec, _patch, { settled } = {}) => look(settled));
  look(true);
  return asking;
}
