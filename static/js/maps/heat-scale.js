/** The scale of the colours of a sweep: one for all planes, so that they can be compared. */
import { scaleOf } from "../traces/scale.js";

const DEEPEST = 16; // decades
const DUST = 1e-9; // by how much numbers may differ and be the same

/**
 * From the best to where the runs begin: what is blowing up would take all colours, and only its being worse is worth telling.
 * @returns {log, low, high, base, above, below}: as of `scaleOf`, of what lies above `base`, and whether some lie beyond the
 *   ends; null while there is no number
 */
export function heatScale({ about, runs }) {
  const base = about.measure === "loss" ? about.floor ?? 0 : 0;
  const { best, least, worst } = extent(runs, base);
  if (best > worst) return null;
  const log = (about.measure !== "loss" || about.floor !== null) && worst > 0;
  const begin = Math.max(...(about.before ?? []).filter(Number.isFinite)) - base;
  const top = begin > (log ? Math.max(0, best) : best) ? begin : worst;
  const above = worst > top + DUST * Math.abs(top);
  if (!log) return { ...scaleOf([best, top], false), base, above, below: false };
  const high = Math.log10(top);
  const low = Math.min(Math.max(Math.log10(least), high - DEEPEST), high - 1e-3);
  return { log, low, high, base, above, below: best < 10 ** low * (1 - DUST) };
}

/** The best number, the least that is more than the base, and the worst, all of them above the base. */
function extent(runs, base) {
  let [best, least, worst] = [Infinity, Infinity, -Infinity];
  for (const { values, state } of runs) {
    for (let i = 0; i < values.length; i++) {
      const above = values[i] - base;
      if (state[i] !== 0 || !Number.isFinite(above)) continue;
      if (above < best) best = above;
      if (above > 0 && above < least) least = above;
      if (above > worst) worst = above;
    }
  }
  return { best, least, worst };
}
