/** Directions at a point, in degrees counted from the x axis against the clock, and what a surface does along them. */
import { slopeOf } from "./fit.js";

const FULL = 360;
/** The lengths that a step of the needle may have, as far as a link is concerned: windows go no further. */
export const REACH = [1e-3, 1e5];
const SHARE = 0.25; // of a window's longer side: a longer step would lead out of what is seen

/** The longest step that suits a surface with such a domain, a round number. */
export function longest([x0, x1, y0, y1]) {
  const far = SHARE * Math.max(x1 - x0, y1 - y0);
  const decade = 10 ** Math.floor(Math.log10(far));
  return Math.max(REACH[0] * 10, Number((decade * [5, 2, 1].find((lead) => lead * decade <= far * (1 + 1e-9))).toPrecision(1)));
}
const FITTED = [1e-4, 1e-1]; // the reaches that tell the order of an error: below rules rounding, above the next order
const NOISE = 1e-13; // of the numbers that are subtracted: an error below this share of them is rounding

/** The unit vector of a direction. */
export function unit(degrees) {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

/** The direction of a vector, 0 to 360; NaN where it has none. */
export function directionOf([x, y]) {
  if (!(Math.hypot(x, y) > 0)) return NaN;
  return ((Math.atan2(y, x) * 180) / Math.PI + FULL) % FULL;
}

/** How far two directions are apart, 0 to 180. */
export function apart(one, other) {
  const turn = Math.abs(one - other) % FULL;
  return Math.min(turn, FULL - turn);
}

/** The direction across another one that takes the least turning from `degrees`. */
export function level(degrees, other) {
  const [left, right] = [other + 90, other + 270].map((way) => way % FULL);
  return apart(degrees, left) <= apart(degrees, right) ? left : right;
}

export const dot = ([ax, ay], [bx, by]) => ax * bx + ay * by;

/** The places at `reach` from `at` in every whole degree. */
export const ring = ([x, y], reach) => Array.from({ length: FULL }, (_, degrees) => unit(degrees)).map(([dx, dy]) => [x + reach * dx, y + reach * dy]);

/** The direction of the lowest of the values on a ring, between its degrees by the parabola through three; NaN on a level one. */
export function lowest(values) {
  const known = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (!(most - least > NOISE * Math.max(Math.abs(least), Math.abs(most)))) return NaN;
  const i = values.indexOf(least);
  const [left, right] = [values[(i + FULL - 1) % FULL], values[(i + 1) % FULL]];
  const bend = left - 2 * least + right;
  const shift = bend > 0 ? (left - right) / (2 * bend) : 0;
  return (i + shift + FULL) % FULL;
}

/** Whether the loss has no value at some places of a ring and at others it has: it reaches over a rim. */
export const atRim = (values) => values.some(Number.isFinite) && !values.every(Number.isFinite);

/** The places at offsets along a direction. */
export const along = ([x, y], [dx, dy], offsets) => offsets.map((offset) => [x + offset * dx, y + offset * dy]);

/** `count` offsets from -reach to reach. */
export const spread = (reach, count) => Array.from({ length: count }, (_, i) => reach * ((2 * i) / (count - 1) - 1));

/** The reaches at which the error of the tangent plane is measured: 1 down to 1e-5, four to a decade. */
export const REACHES = Array.from({ length: 21 }, (_, i) => 10 ** (-i / 4));

/** |f(x + h d) - f(x) - h g.d| at every reach; NaN where it is lost in rounding. */
export function errors(values, value, slope) {
  return values.map((there, i) => {
    const error = Math.abs(there - value - REACHES[i] * slope);
    return error > NOISE * Math.max(Math.abs(there), Math.abs(value)) ? error : NaN;
  });
}

/** The slope of errors over reaches on two logarithmic axes, by least squares; NaN where too few are known. */
export function order(found) {
  const points = found.flatMap((error, i) => {
    const inside = REACHES[i] > FITTED[0] * 0.99 && REACHES[i] < FITTED[1] * 1.01;
    return inside && error > 0 ? [[Math.log(REACHES[i]), Math.log(error)]] : [];
  });
  return points.length > 2 ? slopeOf(points) : NaN;
}
