/** From the maps to the race: all of it by the link of the page, one run by its cell. */
import { lead, leadFromHeader, whole } from "../leading.js";
import { usualTolerance } from "./question.js";
import { valuesAt } from "./words.js";

const SURFACE = "surface.";

/** `spec` as the race in which its runs go as they did on the map. */
const asRace = (spec) => ({ ...spec, tolerance: spec.tolerance ?? (usualTolerance(spec) || undefined), repeats: undefined });

/** `spec` with the number called `of` at a value, for the run at a place in its list. */
export function set(spec, index, of, value) {
  if (of.startsWith(SURFACE)) return { ...spec, surface: { ...spec.surface, [of.slice(SURFACE.length)]: value } };
  const [name, part] = of.split(".");
  const run = spec.runs[index];
  const patch = part
    ? { schedules: { ...run.schedules, [name]: { ...run.schedules[name], [part]: value } } }
    : { optimizer: { ...run.optimizer, [name]: value } };
  return { ...spec, runs: spec.runs.with(index, { ...run, ...patch }) };
}

/**
 * The race of a cell: on a map of starts all its runs from there, of settings that run alone; the others stay, hidden.
 * @param map as in `data.map` @param run its place among the runs of the map
 */
export function raceOf(spec, { kind, about, columns, runs: shown }, run, cell) {
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  const race = asRace(spec);
  const seen = new Set((kind === "basin" ? shown : [shown[run]]).map(({ id }) => id));
  const runs = race.runs.map((one) => ({ ...one, look: { ...one.look, hidden: !seen.has(one.look.id) } }));
  if (kind === "basin") {
    return { ...race, start: [about.x[column], about.y[row]], runs: runs.map(({ start: _start, ...one }) => one) };
  }
  const index = runs.findIndex(({ look }) => look.id === shown[run].id);
  const values = valuesAt(about, run, cell);
  return about.axes.reduce((so, { of }, i) => set(so, index, of, values[i]), { ...race, runs });
}

/** Have the link of the page and the cells of its maps lead to the race. */
export function startCrossing(store, link) {
  const base = link.getAttribute("href");
  const said = () => whole(asRace(store.spec));
  lead(link, said);
  leadFromHeader("race", said);
  leadFromHeader("gradients", said);
  leadFromHeader("search", said);
  document.addEventListener("cell", ({ detail: { run, cell, newTab } }) => {
    const { spec, data: { map } } = store;
    if (!map?.about || !spec.runs.some(({ look }) => look.id === map.runs[run].id)) return;
    window.open(`${base}#${whole(raceOf(spec, map, run, cell))}`, newTab ? "_blank" : "_self", newTab ? "noopener" : "");
  });
}
