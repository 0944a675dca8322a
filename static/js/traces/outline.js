/** The holes of a surface, as outlines in any plot. */

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
 * Heights for what is drawn up to the rim of a hole: they go on a little beneath it, as high as what lies beside.
 * @param heights with NaN where there is no value @returns the same list where there is no hole
 */
export function grown(heights, columns) {
  const rounds = 3;
  let before = heights;
  for (let round = 0; round < rounds && before.some(Number.isNaN); round++) {
    const after = before.slice();
    for (let i = 0; i < before.length; i++) {
      if (!Number.isNaN(before[i])) continue;
      let [sum, count] = [0, 0];
      for (const other of [i % columns ? i - 1 : -1, (i + 1) % columns ? i + 1 : -1, i - columns, i + columns]) {
        const height = before[other] ?? NaN;
        if (!Number.isNaN(height)) [sum, count] = [sum + height, count + 1];
      }
      if (count) after[i] = sum / count;
    }
    before = after;
  }
  return before;
}
