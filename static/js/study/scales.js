/** What the axes of a figure go over. */
import { scaleOf, sweptScale } from "../traces/scale.js";

const known = (values) => (values ?? []).filter((value) => Number.isFinite(value));

/** The columns of some series. */
const columnsOf = (series) => series.flatMap(({ column, to }) => (to ? [column, to] : [column]));

/**
 * @param held {across, up} that the axes must hold as well, as while an answer is coming; or null
 * @returns {across, up} as of traces/scale.js; null where nothing can be shown yet
 */
export function scalesOf({ across, up, series }, columns, held = null) {
  const places = known(columns[across.column]).filter((value) => !across.log || value > 0);
  // Theory goes wherever it likes: what was found decides what is seen, as long as there is some, and levels to compare it with.
  const found = series.filter(({ role, column }) => role !== "theory" || new Set(known(columns[column])).size === 1);
  const heights = [found, series].map((some) => columnsOf(some).flatMap((name) => known(columns[name]))).find(({ length }) => length) ?? [];
  if (series.some(({ role }) => role === "bars")) heights.push(0);
  if (!places.length) return held;
  const scale = scaleOf(heights, up.log && heights.every((value) => value >= 0));
  if (!scale) return held;
  return { across: joined(sweptScale(places, across.log), held?.across), up: joined(scale, held?.up) };
}

function joined(scale, before) {
  if (!before || before.log !== scale.log) return scale;
  return { log: scale.log, low: Math.min(scale.low, before.low), high: Math.max(scale.high, before.high) };
}
