/** An axis of a computed chart: from values to shares of its length, and its ticks. */
import { pretty } from "../numbers.js";
import { linearTicks, logTicks } from "./ticks.js";

const EVEN = 1e-4; // of a step: how far values may be from evenly spaced
const DEEPEST = 16; // decades that a logarithmic axis shows beneath its top
const ROOM = 0.04; // of a linear axis at each end

/**
 * @param values those that must fit; what is not finite, or not positive on a logarithmic axis, is left out
 * @param between [low, high] that it keeps to, or null
 * @returns {log, low, high}, of a logarithmic axis in decades; null where nothing can be shown
 */
export function scaleOf(values, log, between = null) {
  const usable = (value) => Number.isFinite(value) && (!log || value > 0);
  const seen = (between ?? values).filter(usable);
  if (!seen.length) return null;
  const [low, high] = seen.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  if (log) return decades(Math.log10(low), Math.log10(high), between ? Infinity : DEEPEST);
  if (between) return { log, low, high };
  const room = (high - low) * ROOM || Math.abs(high) * 0.1 || 1;
  return { log, low: low - (low === 0 ? 0 : room), high: high + room };
}

function decades(low, high, deepest) {
  const top = Math.ceil(high - 1e-9);
  const bottom = Math.max(Math.floor(low + 1e-9), top - deepest);
  return { log: true, low: bottom, high: top > bottom ? top : bottom + 1 };
}

/** The scale of what is swept: from its first value to its last, with a little room. */
export function sweptScale(values, log) {
  const ends = [Math.min(...values), Math.max(...values)].map((value) => (log ? Math.log10(value) : value));
  const room = (ends[1] - ends[0]) * ROOM || 0.5;
  return { log, low: ends[0] - room, high: ends[1] + room };
}

/** A scale with whole decades at its ends, where it is logarithmic. */
export const rounded = (scale) => (scale?.log ? { ...scale, ...decades(scale.low, scale.high, Infinity) } : scale);

/** Where a value stands, 0 at the lower end and 1 at the upper; -Infinity for what is not positive on a logarithmic scale. */
export function shareOf(scale, value) {
  const at = scale.log ? (value > 0 ? Math.log10(value) : -Infinity) : value;
  return (at - scale.low) / (scale.high - scale.low);
}

/** Ticks [{share, label}]: about `count`, fewer where that is rounder. */
export function ticksOf(scale, count) {
  const { log, low, high } = scale;
  const ticks = log ? decadeTicks(low, high, count) : linearTicks(low, high, count);
  return ticks.map(({ at, label }) => ({ share: (at - low) / (high - low), label }));
}

/** Whole decades; 1, 2 and 5 of each where there would be too few. */
function decadeTicks(low, high, count) {
  const whole = logTicks(low, high, count);
  if (whole.length > 2 || high - low > 2.5) return whole;
  const ticks = [];
  for (let k = Math.floor(low); k <= high; k++) {
    for (const lead of [1, 2, 5]) {
      const at = k + Math.log10(lead);
      if (at >= low - 1e-9 && at <= high + 1e-9) ticks.push({ at, label: pretty(lead * 10 ** k) });
    }
  }
  return ticks.length <= count ? ticks : whole;
}

/** Whether values are evenly spaced: on a "linear" scale, on a "log" one, or, null, on neither. */
function spacing(values) {
  const even = (some) => {
    const step = (some.at(-1) - some[0]) / (some.length - 1);
    return some.every((one, i) => Math.abs(one - some[0] - i * step) <= EVEN * Math.abs(step));
  };
  if (values.length < 3) return null;
  if (even(values)) return "linear";
  return Math.min(...values) > 0 && even(values.map(Math.log10)) ? "log" : null;
}

/** Where a value lies among columns of equal width, in columns from the first; between two where they are evenly spaced, else null. */
export function columnOf(values, value) {
  const exact = values.indexOf(value);
  const kind = spacing(values);
  if (exact >= 0 || !kind) return exact >= 0 ? exact : null;
  const [first, last, here] = [values[0], values.at(-1), value].map((one) => (kind === "log" ? Math.log10(one) : one));
  const at = ((here - first) / (last - first)) * (values.length - 1);
  return at >= -0.5 && at <= values.length - 0.5 ? at : null;
}

/** Where any value would lie among columns, in columns from the first, also between and beyond them; NaN where it cannot. */
export function columnBetween(values, value, log) {
  const at = (one) => (log ? Math.log10(one) : one);
  const last = values.length - 1;
  if (last < 1) return value === values[0] ? 0 : NaN;
  const after = values.findIndex((one) => one >= value);
  const right = Math.max(1, after < 0 ? last : after);
  return right - 1 + (at(value) - at(values[right - 1])) / (at(values[right]) - at(values[right - 1]));
}

/**
 * Labels [{at, label}] of such columns: round numbers where there is a place for them, else some of the values.
 * @param log how columns are spaced of which one may have been moved a little; to be found out if nothing is said
 */
export function columnLabels(values, count, log = null) {
  const kind = log === null ? spacing(values) : log ? "log" : "linear";
  if (kind && values.length > count) {
    const ends = [Math.min(...values), Math.max(...values)];
    const round = kind === "log" ? decadeTicks(...ends.map(Math.log10), count).map(({ at, label }) => ({ at: 10 ** at, label })) : linearTicks(...ends, count);
    if (round.length > 1) return round.map(({ at, label }) => ({ at: log === null ? columnOf(values, at) : columnBetween(values, at, log), label }));
  }
  const stride = Math.ceil(values.length / Math.max(1, count));
  return values.flatMap((value, at) => (at % stride === 0 ? [{ at, label: pretty(value, value === Number(value.toPrecision(4)) ? 4 : 3) }] : []));
}
