/** What the axes of a figure go over. */
import { pretty } from "../numbers.js";
import { scaleOf, shareOf, sweptScale } from "../traces/scale.js";
import { cellRows, cellsOf, edged } from "./cells.js";
import { lanesOf } from "./lanes.js";

const DEEPEST = 24; // decades of what was measured that are shown: more than double precision has

const CLOSE = 0.6; // of the room of a tick: places have shorter names than most

const NAMED = 0.1; // of a linear axis, so that the names of marks stand above what is drawn

const known = (values) => (values ?? []).filter((value) => Number.isFinite(value));

/**
 * @param held {across, up} that the axes must hold as well, as while an answer is coming; or null
 * @returns {across, up} as of traces/scale.js, or {lanes: [column]} up, or of cells with a third, `shade`, of their colours; null where nothing can be shown yet
 */
export function scalesOf(figure, { columns, marks }, held = null) {
  const { across, up, series } = figure;
  if (cellsOf(figure)) return celled(figure, columns) ?? held;
  const places = known(columns[across.column]).filter((value) => !across.log || value > 0);
  const heights = series.flatMap(({ column, to }) => [column, to]).flatMap((name) => known(columns[name]));
  if (series.some(({ role }) => role === "bars")) heights.push(0);
  if (!places.length) return held;
  const wide = told(across) ?? joined(withRoom(sweptScale(places, across.log), series, places), held?.across);
  const lanes = lanesOf(series);
  if (lanes) return { across: wide, up: lanes };
  if (up.ends) return { across: wide, up: told(up) };
  const log = up.log && heights.every((value) => value >= 0);
  const scale = scaleOf(heights, log, log ? reachOf(series, columns, heights) : null);
  if (scale && !log && marks.length) scale.high += NAMED * (scale.high - scale.low);
  return scale ? { across: wide, up: joined(scale, held?.up) } : held;
}

/** Ticks [{share, label}] at places that have names. */
export const namedTicks = (scale, names) => names.map(([place, label]) => ({ share: shareOf(scale, place), label }));

/** Ticks [{share, label}] at the places of a column, as many of about `count` as there is room for. */
export function placeTicks(scale, places, count) {
  const seen = [...new Set(known(places))].sort((a, b) => a - b).map((place) => ({ share: shareOf(scale, place), label: pretty(place, 4) }));
  return seen.reduce((kept, one) => (kept.length && one.share - kept.at(-1).share < CLOSE / count ? kept : [...kept, one]), []);
}

/** Axes that end where the cells do, and the colours of what these tell; null while there are none. */
function celled(figure, columns) {
  const { column, ends, log, names } = cellsOf(figure);
  const rows = cellRows(figure, columns);
  if (!rows.length) return null;
  const [across, up] = [figure.across, figure.up].map((axis) => ({ ...edged(rows.map((row) => columns[axis.column][row]), axis.log), ...told(axis) }));
  const values = rows.map((row) => columns[column][row]);
  if (names.length) return { across, up, shade: { classes: [...new Set(values)].sort((a, b) => a - b) } };
  const shade = scaleOf(values, log, ends ?? [Math.min(...values), Math.max(...values)]);
  return { across, up, shade: { ...shade, high: shade.high > shade.low ? shade.high : shade.low + 1 } };
}

/** The ends that an axis was declared with. */
function told({ ends, log }) {
  const [low, high] = ends?.map((end) => (log ? Math.log10(end) : end)) ?? [];
  return ends && { log, low, high };
}

/** Half of a bar stands beyond the first place, and beyond the last. */
function withRoom(scale, series, places) {
  if (!series.some(({ role }) => role === "bars")) return scale;
  const sorted = places.map((place) => (scale.log ? Math.log10(place) : place)).sort((a, b) => a - b);
  const room = Math.min(...sorted.slice(1).map((place, i) => place - sorted[i]).filter((gap) => gap > 0)) / 2;
  return Number.isFinite(room) ? { ...scale, low: Math.min(scale.low, sorted[0] - room), high: Math.max(scale.high, sorted.at(-1) + room) } : scale;
}

/** From the lowest that was measured, however deep it is, to the highest; a theory may leave the chart below. */
function reachOf(series, columns, heights) {
  const measured = series.filter(({ role }) => role !== "theory").flatMap(({ column, to }) => [column, to]).flatMap((name) => known(columns[name]));
  const [all, low] = [heights, measured].map((values) => values.filter((value) => value > 0));
  if (!all.length) return null;
  const top = Math.max(...all);
  return [Math.max(Math.min(...(low.length ? low : all)), top * 10 ** -DEEPEST), top];
}

function joined(scale, before) {
  if (!before || before.log !== scale.log) return scale;
  return { log: scale.log, low: Math.min(scale.low, before.low), high: Math.max(scale.high, before.high) };
}
