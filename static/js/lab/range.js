/** The two ends of a range that is searched: what is wrong with them, and what becomes of them on another scale. */
import { fault } from "../numbers.js";

export const ENDS = ["low", "high"];

/** What is wrong with a range, first at the end that was typed last: {key, end: where another, ...}, or null. */
export function wrongWith(dimension, range, last) {
  const setting = { ...dimension, type: dimension.whole ? "whole" : "number" };
  const other = ENDS.find((end) => end !== last);
  const wrong = wrongEnd(setting, range, last);
  if (wrong) return wrong;
  const elsewhere = wrongEnd(setting, range, other);
  if (elsewhere) return { ...elsewhere, end: other };
  return range.low < range.high ? null : { key: "search.wrong-order" };
}

/** A scale without 0 or 1 says so before the bounds of the setting, which may name them. */
function wrongEnd(setting, { scale, ...range }, end) {
  const value = range[end];
  if (scale === "log" && value <= 0) return { key: "search.wrong-log" };
  if (scale === "mirror" && (value >= 1 || setting.type === "whole")) return { key: "search.wrong-mirror" };
  const wrong = fault(setting, value);
  if (wrong && scale === "log" && !(setting.minimum > 0) && value > setting.maximum) return { key: "search.wrong-most", most: setting.maximum };
  return wrong;
}

const FLOOR = 1e-4; // of the high end, where a logarithmic scale begins that nobody has set

/** The ends of a range that another scale does not reach, as it can. */
export function reached(dimension, { low, high }, scale) {
  if (scale === "log" && low <= 0) return { low: dimension.low > 0 ? dimension.low : dimension.whole ? 1 : Number((high * FLOOR).toPrecision(3)) };
  return scale === "mirror" && high >= 1 ? { high: 0.999, low: Math.min(low, 0.9) } : {};
}
