/** From a trial to its race. */
import { limits } from "../catalogue.js";
import { whole } from "../leading.js";
import { set } from "../maps/crossing.js";
import { raced, tunedOf } from "./space.js";

/** The spec of the race page with the settings of a trial, and the luck of its repeat. */
function raceOf({ tab: _tab, ...spec }, { settings }, repeat) {
  const race = { ...spec, seed: Math.min(limits.seed, spec.seed + repeat), runs: [tunedOf(spec)] };
  return Object.entries(settings).reduce((so, [of, value]) => set(so, 0, of, value), race);
}

/** @param base the address of the race page @returns (trial of the repeat that is seen, only) -> whether there is a race of it; without `only` it is gone to */
export const opener = (store, base) => (trial, only = false) => {
  if (!trial || !raced(store.spec.search)) return false;
  if (!only) window.open(`${base}#${whole(raceOf(store.spec, trial, Math.min(store.view.repeat, store.spec.search.repeats - 1)))}`, "_self");
  return true;
};
