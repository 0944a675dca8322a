/** What curves are of, and over which heights they go. */
import { shareOf as share } from "../traces/scale.js";
import { known } from "./moment.js";

export const MEASURES = ["loss", "accuracy"];
const ROOM = 0.04; // of the axis at each end
const DEEPEST = 16; // decades
const FAR = { log: 100, linear: 1.5 }; // times the loss before the first update: what climbs higher leaves the chart

/** @param state {measure, scale} @returns a scale as of traces/scale.js, in percent for accuracies; null where nothing is known */
export function spanOf({ epochs }, runs, { measure, scale }) {
  const told = runs.flatMap(({ index }) => epochs[index] ?? []).filter(Boolean);
  const values = told.flatMap((one) => Object.values(one[measure])).filter(known);
  if (!values.length) return null;
  if (measure !== MEASURES[0]) return { log: false, low: Math.max(0, Math.floor(10 * Math.min(...values)) * 10), high: 100, times: 100 };
  const begun = told.filter(({ epoch }) => epoch === 0).flatMap((one) => Object.values(one.loss)).filter(known);
  const log = scale === "log";
  const top = Math.min(Math.max(...values), FAR[scale] * Math.max(...(begun.length ? begun : values)));
  if (!log) return { log, low: 0, high: 1.04 * top || 1, times: 1 };
  const above = values.filter((value) => value > 0);
  if (!above.length) return null;
  const ends = [Math.min(...above), top].map(Math.log10);
  const room = ROOM * (ends[1] - ends[0]) || 0.5;
  return { log, low: Math.max(ends[0], ends[1] - DEEPEST) - room, high: ends[1] + room, times: 1 };
}

/** Where a value stands on it, 0 to 1. */
export const shareOf = (span, value) => share(span, span.times * value);
