/** What the drawings of a sweep over one number share: scales, lines, looks. */
import { runLook } from "../sweep/tones.js";
import { rounded, sweptScale } from "../traces/scale.js";
import { heatScale } from "./heat-scale.js";

const WORDS = [null, "diverged", "never", "elsewhere"]; // what a state means, in the place of a number

/** @returns {across, up (null while nothing has come), base, lines: for each run a list as `strand` has it, looks} */
export function scalesOf(map) {
  const heat = heatScale(map);
  const base = heat?.base ?? 0;
  return {
    across: sweptScale(map.about.x.flat(), map.about.axes[0].log),
    up: rounded(heat),
    base,
    lines: map.runs.map(({ values, state }) => Array.from(values, (value, cell) => (state[cell] === 0 ? value - base : WORDS[state[cell]]))),
    looks: map.runs.map(({ slot }) => runLook(slot)),
  };
}
