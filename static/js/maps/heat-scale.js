/** The scale of the colours of a sweep: one for all planes, so that they can be compared. */
import { scaleOf } from "../traces/scale.js";

const SEEN = 4096; // numbers that are looked at to find it
const DEEPEST = 16; // decades
const HIGH = 0.95; // the share of numbers that the scale need not go beyond: one run about to blow up would take all colours

/** @returns {log, low, high, base, beyond}: as of `scaleOf`, of what lies above `base`; null while there is no number */
export function heatScale({ about, runs }) {
  const numbers = sample(runs);
  if (!numbers.length) return null;
  const base = about.measure === "loss" ? about.floor ?? 0 : 0;
  const above = numbers.map((value) => value - base);
  const log = (about.measure !== "loss" || about.floor !== null) && above.at(-1) > 0;
  if (!log) return { ...scaleOf([...above], false), base, beyond: false };
  const worst = above.at(-1);
  const high = worst > 1e3 * above[Math.floor(HIGH * (above.length - 1))] ? above[Math.floor(HIGH * (above.length - 1))] : worst;
  const top = Math.log10(high > 0 ? high : worst);
  const lowest = above.find((value) => value > 0);
  const low = Math.max(Math.log10(lowest), top - DEEPEST);
  return { log, low: Math.min(low, top - 1e-3), high: top, base, beyond: worst > high };
}

/** Some thousands of the numbers there are, in order. */
function sample(runs) {
  const stride = Math.max(1, Math.floor((runs.length * runs[0].values.length) / SEEN));
  const found = [];
  for (const { values, state } of runs) {
    for (let i = 0; i < values.length; i += stride) if (state[i] === 0 && Number.isFinite(values[i])) found.push(values[i]);
  }
  return Float64Array.from(found).sort();
}
