/** What the drawings of a sweep over one number share: scales, lines, looks. */
import { runLook } from "../sweep/tones.js";
import { rounded, sweptScale } from "../traces/scale.js";
import { heatScale } from "./heat-scale.js";

const WORDS = [null, "diverged", "never", "elsewhere", "left", "outside"]; // what a state means, in the place of a number

const PIECE = 11; // pixels of a line that lies on another, and of the gaps in which that is seen
const CLOSE = 0.02; // the share by which numbers may differ and nobody sees it

/** @returns {across, up (null while nothing has come), base, lines: for each run a list as `strand` has it, looks} */
export function scalesOf(map) {
  const heat = heatScale(map);
  const base = heat?.base ?? 0;
  const lines = map.runs.map(({ values, state }) => Array.from(values, (value, cell) => (state[cell] === 0 ? value - base : WORDS[state[cell]])));
  return {
    across: sweptScale(map.about.x.flat(), map.about.axes[0].log),
    up: rounded(heat),
    base,
    lines,
    looks: map.runs.map(({ slot }, run) => {
      const beneath = lines.slice(0, run).filter((line, other) => alike(line, lines[run], map.about.x[other], map.about.x[run])).length;
      return { ...runLook(slot), ...(beneath && { dash: `${PIECE} ${PIECE * beneath}` }) };
    }),
  };
}

/** Whether one line hides another: where both have numbers, at least half of these are the same. */
function alike(one, other, across, alongside) {
  const both = one.flatMap((value, cell) => (typeof value === "number" && typeof other[cell] === "number" && across[cell] === alongside[cell] ? [[value, other[cell]]] : []));
  return both.length > 1 && 2 * both.filter(([a, b]) => Math.abs(a - b) <= CLOSE * Math.abs(b)).length >= both.length;
}
