/** The levels of a contour picture: the same for our own canvas and for Plotly. */
import { roundStep } from "./ticks.js";

const BANDS = 14;
const STEPS = [0.05, 0.1, 0.2, 0.25, 1 / 3, 0.5, 1];
const DECADES = 4.5; // deeper than this below the top a logarithmic picture is one band: a grid cannot show a pit

/** {start, step, count}: `count` levels from `start` on, in units of the drawn height. */
export function levels({ scale, low, high }) {
  const bottom = scale === "log" ? Math.max(low, high - DECADES) : low;
  const span = high - bottom || 1;
  const step = scale === "log" ? STEPS.find((size) => span / size <= BANDS) : roundStep(span, BANDS);
  const first = Math.floor(bottom / step + 1e-9) + 1;
  const last = Math.max(first, Math.ceil(high / step - 1e-9) - 1);
  return { start: first * step, step, count: last - first + 1 };
}

/** The colour of band k of 0..count, from `low` to `high`, both [r, g, b]. */
export function bandColour(k, count, low, high) {
  const share = count ? k / count : 0;
  return low.map((part, i) => Math.round(part + (high[i] - part) * share));
}
