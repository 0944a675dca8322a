/** How the series of a figure are told apart: by colour and dash, theory in ink, a spread in the colour of what it is around. */
import { COLOURS, dashOf, headOf } from "../look.js";

const THEORY = ["2 4", "8 4", "12 4 3 4", "6 3 2 3 2 3"];

/** For each series {style, slot}; the slot also gives the head of spots. */
export function looksOf({ series }) {
  let [slot, theory] = [0, 0];
  return series.map(({ role }) => {
    if (role === "theory") return { style: `--tone:var(--ink);stroke-dasharray:${THEORY[theory++ % THEORY.length]}`, slot: null };
    const mine = role === "spread" ? slot : slot++;
    const dashed = role === "line" || role === "steps";
    const dash = (dashed && dashOf(mine).join(" ")) || "none";
    return { style: `--tone:var(--run-${mine % COLOURS});stroke-dasharray:${dash}`, slot: mine };
  });
}

/** The outline of spots, in a box from -8 to 8. */
export const spotShape = ({ slot }) => headOf(slot ?? 0);
