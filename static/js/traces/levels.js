/** The levels of a contour picture: the same for our own canvas and for Plotly. */
import { roundStep } from "./ticks.js";

const BANDS = 14;
const DECADES = [0.1, 0.2, 0.25, 0.5, 1, 2, 3, 5, 10];

/** {start, step, count}: `count` levels from `start` on, in units of the drawn height. */
export function levels({ scale, low, high }) {
  const span = high - low || 1;
  const step = scale === "log" ? DECADES.find((size) => span / size <= BANDS + 2) ?? roundStep(span, BANDS) : roundStep(span, BANDS);
  const first = Math.floor(low / step + 1e-9) + 1;
  const last = Math.max(first, Math.ceil(high / step - 1e-9) - 1);
  return { start: first * step, step, count: last - first + 1 };
}

/** The colour of band k of 0..count, from `low` to `high`, both [r, g, b]. */
export function bandColour(k, count, low, high) {
  const share = count ? k / count : 0;
  return low.map((part, i) => Math.round(part + (high[i] - part) * share));
}
