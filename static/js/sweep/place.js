/** The swept number in the race of the page: read where it stands, and put in place. A path is as the server tells it. */
import { entry } from "../catalogue.js";

const FAMILY = { surface: "surfaces", noise: "noises", optimizer: "optimizers" };

/** What stands at a path of the race; NaN where there is nothing. @param begin where the surface has races begin */
export function read(spec, path, begin = [NaN, NaN]) {
  const last = path.at(-1);
  const inner = path.slice(0, -1).reduce((part, key) => part?.[key], spec);
  if (path.at(-2) === "start") return (inner ?? spec.start ?? begin)[last];
  return inner?.[last] ?? usual(inner, path) ?? NaN;
}

/** A setting that is not said has its default. */
function usual(inner, path) {
  const family = path.at(-3) === "schedules" ? "schedules" : FAMILY[path.at(-2)];
  return entry(family ?? "surfaces", inner?.kind)?.settings.find(({ name }) => name === path.at(-1))?.default;
}

/** The parts of the race that change when values are put in place: {runs} or {surface, start}, to be laid over it. */
export function patched(spec, pairs, begin = [0, 0]) {
  const next = pairs.reduce((race, [path, value]) => written(race, path, value, race.start ?? begin), spec);
  return Object.fromEntries(pairs.map(([[part]]) => [part, next[part]]));
}

function written(part, [key, ...rest], value, start) {
  const copy = Array.isArray(part) ? [...part] : { ...part };
  const inner = part?.[key] ?? (key === "start" ? start : {});
  copy[key] = rest.length ? written(inner, rest, value, start) : value;
  return copy;
}

/** Whether two numbers are the same but for the dust of their last digits. */
export const alike = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/** Whether the settings that follow the swept value stand in the race as they do in a cell. */
const follow = ({ about, tied }, cell, spec, begin) =>
  about.tied.every((path, i) => alike(read(spec, path, begin), tied[cell]?.[i] ?? NaN));

/** Where the race of the page stands on a chart: {cell, values}, along each axis; `cell` is null where it is none of the points. */
export function cellNow(chart, spec, begin) {
  const { about, tied, cells } = chart;
  const axes = about.y ? [about.x, about.y] : [about.x];
  const values = axes.map(({ path }) => (path ? read(spec, path, begin) : NaN));
  if (!about.x.path && !about.tied.length) return { cell: null, values };
  const fits = (cell) => {
    const at = [cell % about.x.values.length, Math.floor(cell / about.x.values.length)];
    return axes.every(({ path, values: swept }, i) => !path || alike(swept[at[i]], values[i])) && follow({ about, tied }, cell, spec, begin);
  };
  const found = Array.from({ length: cells }, (_, cell) => cell).find(fits);
  return { cell: found ?? null, values };
}

/** Put what a cell stands for on the page. */
export function put(store, { about, tied }, cell) {
  const columns = about.x.values.length;
  const pairs = [[about.x.path, about.x.values[cell % columns]], [about.y?.path, about.y?.values[Math.floor(cell / columns)]],
    ...about.tied.map((path, i) => [path, tied[cell][i]])].filter(([path]) => path);
  if (pairs.length) store.put("spec", patched(store.spec, pairs, store.data.grid?.begin), { settled: true });
}
