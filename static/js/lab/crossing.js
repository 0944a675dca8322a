/** From a trial to its race. */
import { whole } from "../leading.js";
import { set } from "../maps/crossing.js";
import { raced, tunedOf } from "./space.js";

/** The spec of the race page with the settings of a trial. */
const raceOf = ({ tab: _tab, ...spec }, { settings }) =>
  Object.entries(settings).reduce((so, [of, value]) => set(so, 0, of, value), { ...spec, runs: [tunedOf(spec)] });

/** @param base the address of the race page @returns (trial, only) -> whether there is a race of it; without `only` it is gone to */
export const opener = (store, base) => (trial, only = false) => {
  if (!trial || !raced(store.spec.search)) return false;
  if (!only) window.open(`${base}#${whole(raceOf(store.spec, trial))}`, "_self");
  return true;
};
