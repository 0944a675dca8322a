/** The race that a tab shows, worked out from its spec: the right gradient beside what is planted or felt instead. */
import { patched } from "../runs.js";
import { t } from "../words.js";
import { plantedIn } from "./planted.js";
import { tabs } from "./usual.js";

const QUIET = { kind: "none" };
const [RIGHT, OTHER] = [0, 1]; // slots: colour, dash and head
const SECOND = "other"; // the id of the run that is set beside the one that is looked at

/** The run that is looked at: the first that is shown. */
export const walkerOf = ({ runs }) => runs.find(({ look }) => !look.hidden) ?? runs[0];

/** The race with `noise` in the gradient of a second run, or, where there is none, with one that nobody sees and that takes one step. */
function beside(spec, noise, words) {
  const walker = walkerOf(spec);
  const run = (id, slot, label, hidden) => ({ ...patched([walker], 0, { start: undefined, noise: undefined, label }).at(0), look: { ...walker.look, id, slot, hidden } });
  const right = run(walker.look.id, RIGHT, t("gradients.run-right"), !noise);
  if (!noise) return { ...spec, noise: QUIET, steps: 1, budget: undefined, runs: [right] };
  return { ...spec, noise: QUIET, runs: [right, { ...run(SECOND, OTHER, words, false), noise }] };
}

/** The noise with which the walker feels its way. */
export function feltBy(spec) {
  const { noise } = walkerOf(spec);
  return noise?.kind === tabs.walk.noise ? noise : { kind: tabs.walk.noise };
}

const RACES = {
  check: (spec) => beside(spec, plantedIn(spec), t("gradients.run-planted")),
  walk: (spec) => beside(spec, feltBy(spec), t("gradients.run-felt")),
  slope: (spec) => beside(spec, null),
  guess: (spec) => beside(spec, null),
};

export const raceOf = (spec) => RACES[spec.tab](spec);

/** Whether the tab shows a race at all. */
export const isRaced = (spec) => raceOf(spec).runs.some(({ look }) => !look.hidden);

/** What is asked of the server: where nobody sees the race its start is of no concern, however the point is dragged. */
export const askedOf = (spec) => (isRaced(spec) ? raceOf(spec) : { ...raceOf(spec), start: undefined });
