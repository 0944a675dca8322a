/** What each event of its stream makes of a map: a fresh object around the same lists. See asking.js for its parts. */
import { unpacked } from "../arrays.js";
import { empty, fill } from "./grids.js";
import { level } from "./order.js";

/**
 * A map of which nothing has come yet, but for what there is of it from `before`, when the same was asked and stopped.
 * @param looks {label, id, slot, index} of each run
 */
export function started(fresh, about, looks, before) {
  const { columns, rows = 1, places = [], total } = about;
  const runs = looks.map((look, i) => ({ ...(before?.runs[i] ?? empty(columns * rows)), ...look }));
  return { ...fresh, about, columns, rows, total, runs, places: before?.places ?? [...places] };
}

/** The map with some more cells. */
export function taken(map, { run, stride, first, count, done, total, left = null, places = [], ...lists }) {
  const { columns, rows } = map;
  const coarsest = map.coarsest ?? stride;
  const levels = map.levels?.stride === stride ? map.levels : { stride, cells: level(columns, rows, stride, coarsest) };
  fill(map.runs[run], columns, rows, stride, levels.cells.slice(first, first + count), lists);
  for (const { index, ...place } of places) map.places[index] = place;
  return { coarsest, levels, done, total, left, line: null };
}

/** The map with the small curves of some cells. */
export function bent(map, { run, cells, at, loss }) {
  const values = unpacked(loss);
  const points = values.length / cells.length;
  const mine = map.runs[run];
  mine.at = at;
  cells.forEach((cell, i) => mine.curves.set(cell, values.subarray(i * points, (i + 1) * points)));
  return {};
}
