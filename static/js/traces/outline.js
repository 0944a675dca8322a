/** The holes of a surface, as outlines in any plot. */

const ROUNDS = 3; // cells beyond a rim

/** The places on the rims of the holes of a grid: for each closed line [[x, y], ...]. */
export function rimsOf({ x, y, holes }) {
  const at = ([from, to], share) => from + share * (to - from);
  return (holes?.rings ?? []).map((ring) => Array.from({ length: ring.length / 2 }, (_, i) => [at(x, ring[2 * i]), at(y, ring[2 * i + 1])]));
}

/** The same as a path, insides of insides out again by the rule "evenodd". @param map of the plot: pixel = a * value + b */
export function outlineOf(grid, { ax, bx, ay, by }) {
  const spot = ([x, y]) => `${(ax * x + bx).toFixed(1)} ${(ay * y + by).toFixed(1)}`;
  return rimsOf(grid).map((rim) => `M${rim.map(spot).join("L")}Z`).join("");
}

/** Where the words about them may stand: {at: [x, y], width, height} in numbers of the axes, null where there is no room. */
export function roomOf({ x, y, holes }) {
  if (!holes?.room) return null;
  const [u, v, width, height] = holes.room;
  const [across, up] = [x[1] - x[0], y[1] - y[0]];
  return { at: [x[0] + u * across, y[0] + v * up], width: width * across, height: height * up };
}

/**
 * Heights for what is drawn up to the rim of a hole: they go on a little beneath it, as steep as beside it.
 * @param heights with NaN where there is no value @returns the same list where there is no hole
 */
export function grown(heights, columns) {
  let before = heights;
  if (!before.some(Number.isNaN)) return before;
  const known = before.filter((height) => !Number.isNaN(height));
  const [low, high] = [known.reduce((a, b) => Math.min(a, b), Infinity), known.reduce((a, b) => Math.max(a, b), -Infinity)];
  for (let round = 0; round < ROUNDS; round++) {
    const after = before.slice();
    for (let i = 0; i < before.length; i++) {
      if (!Number.isNaN(before[i])) continue;
      const mean = ahead(before, i, columns);
      if (!Number.isNaN(mean)) after[i] = Math.min(high, Math.max(low, mean));
    }
    before = after;
  }
  return before;
}

/** What the neighbours on all sides, and those behind them, lead to at a place; NaN where there are none. */
function ahead(heights, i, columns) {
  const column = i % columns;
  let [sum, count] = [0, 0];
  for (const [step, room] of [[-1, column], [1, columns - 1 - column], [-columns, Infinity], [columns, Infinity]]) {
    const near = room >= 1 ? heights[i + step] ?? NaN : NaN;
    const far = room >= 2 ? heights[i + 2 * step] ?? NaN : NaN;
    if (Number.isNaN(near)) continue;
    sum += Number.isNaN(far) ? near : 2 * near - far;
    count += 1;
  }
  return sum / count;
}
