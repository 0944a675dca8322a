/** How the loss of a run went, from its first step to its last. */

const ALIVE = ["finished", "converged"];
const MOVED = 1e-3; // of the loss at the start: less passes for none
const CLIMBED = 0.1; // of all that it came down by: less is a wobble

/** @param run {series, result} @returns {kind: "ends" | "still" | "rises" | "climbs" | "falls", begun, top, last} */
export function courseOf({ series: { loss: all, count }, result }) {
  const loss = [...all.slice(0, count)].filter(Number.isFinite);
  const [begun, last] = [loss[0], loss.at(-1)];
  const [low, top] = loss.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  const kind = () => {
    if (!ALIVE.includes(result.status)) return "ends";
    if (top - low <= MOVED * Math.abs(begun)) return "still";
    if (top - begun > CLIMBED * (begun - low) && top > last) return "climbs";
    return last < begun ? "falls" : "rises";
  };
  return { kind: kind(), begun, top, last };
}
