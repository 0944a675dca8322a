/** How far the axes of a chart reach: pure functions of what is known of the runs' lists. */
import { roundStep } from "./ticks.js";

const DEEPEST = 16; // decades below the start that a logarithmic loss axis shows
const ABOVE = 3; // decades above the start: a run that blows up must not flatten the others

/** The least and most of a growing list, each point looked at once. @param keep which values count */
export function createReach(keep) {
  const reach = { low: Infinity, high: -Infinity, seen: 0, first: NaN };
  reach.read = (values, count) => {
    for (; reach.seen < count; reach.seen++) {
      const value = values[reach.seen];
      if (reach.seen === 0) reach.first = value;
      if (!keep(value)) continue;
      if (value < reach.low) reach.low = value;
      if (value > reach.high) reach.high = value;
    }
    return reach;
  };
  return reach;
}

function joined(reaches) {
  const low = Math.min(...reaches.map((reach) => reach.low));
  const high = Math.max(...reaches.map((reach) => reach.high));
  return low <= high ? [low, high] : null;
}

/** A logarithmic loss axis, in whole decades above `floor`; the reaches count what lies above it. */
export function logLossExtent(reaches, floor) {
  const top = Math.log10(Math.max(...starts(reaches).map((start) => start - floor), 1e-12));
  const found = joined(reaches) ?? [floor + 10 ** top, floor + 10 ** top];
  const low = Math.max(Math.log10(found[0] - floor), top - DEEPEST);
  const high = Math.min(Math.log10(found[1] - floor), top + ABOVE);
  const y = [Math.floor(low + 1e-9), Math.ceil(high - 1e-9)];
  if (y[0] === y[1]) y[1] += 1;
  return { y, log: true, base: floor, least: 10 ** y[0] };
}

/** A linear loss axis: about as far above the start as the floor, or the best run, lies below it. */
export function linearLossExtent(reaches, floor) {
  const [least, most] = joined(reaches) ?? [0, 1];
  const top = Math.max(...starts(reaches), -Infinity);
  const drop = Math.abs(top - Math.max(least, floor ?? -Infinity)) || Math.abs(top) || 1;
  const low = Math.max(least, top - 10 * drop, floor ?? -Infinity);
  const high = Math.min(most, top + drop);
  const room = 0.05 * (high - low || 1);
  return { y: [low - room, high + room], log: false };
}

const starts = (reaches) => reaches.map((reach) => reach.first).filter(Number.isFinite);

/**
 * A logarithmic axis for positive numbers, in whole decades; null where there are none.
 * @param decades how far below and above the start it may reach
 */
export function logExtent(reaches, [below, above] = [Infinity, Infinity]) {
  const found = joined(reaches);
  if (!found) return null;
  const [least, most] = found.map(Math.log10);
  const first = starts(reaches).filter((start) => start > 0).map(Math.log10);
  const top = first.length ? Math.max(...first) : most;
  const low = Math.floor(Math.max(least, top - below) + 1e-9);
  const high = Math.ceil(Math.min(most, top + above) - 1e-9);
  const y = low === high ? [low - 1, high + 1] : [low, high];
  return { y, log: true, base: 0, least: 10 ** y[0] };
}

/** A linear axis for everything there is; null where there is nothing. */
export function linearExtent(reaches) {
  const found = joined(reaches);
  if (!found) return null;
  const room = 0.08 * (found[1] - found[0] || Math.abs(found[0]) || 1);
  return { y: [found[0] - room, found[1] + room], log: false };
}

/** The horizontal axis: steps, or what the dearest run has spent, rounded up while that is still coming in. */
export function stepExtent(axis, steps, spent, ended) {
  if (axis === "steps") return [0, steps];
  const most = Math.max(0, ...spent) || 1;
  const step = roundStep(most, 2);
  return [0, ended ? most : Math.ceil(most / step) * step];
}
