/** What of a target can be searched, and what is. */
import { entry } from "../catalogue.js";
import { numbersOf } from "../swept.js";
import { nameOf, say } from "../words.js";
import { wrongWith } from "./range.js";

const FIRST = 2; // dimensions of a space that nobody has chosen
const OF_SURFACE = "surface."; // what is trained is not changed with how

/** The run that is tuned, of a race with several: the first that is shown. */
export const tunedOf = ({ runs }) => runs.find(({ look }) => !look?.hidden) ?? runs[0];

/** Whether what is tuned is a run of a race. */
export const raced = ({ target }) => entry("targets", target.kind).raced;

/**
 * Everything that can be searched: [{name, called, symbol, low, high, minimum, maximum, scale, whole, minor}], of a choice
 * `options` [{value, title}] instead of a range.
 */
export function dimensions(spec) {
  if (!raced(spec.search)) return entry("targets", spec.search.target.kind).space.map((one) => ({ ...one, called: say(one.title).split(/[:;,(]/)[0].trim() }));
  return numbersOf(spec, tunedOf(spec)).filter(({ of }) => !of.startsWith(OF_SURFACE)).map(({ of, setting, owner }) => ({
    ...setting, name: of, called: of.includes(".") ? `${nameOf(setting)} · ${say(owner.title)}` : nameOf(setting), whole: setting.type === "whole" }));
}

/** The search of a spec with everything said: its axes are whole dimensions, in their order; for those that are not there come others. */
export function searchOf(spec) {
  const all = dimensions(spec);
  const asked = spec.search.axes.flatMap((axis) => all.filter(({ name }) => name === axis.name).map((one) => ({ ...one, ...axis })));
  const others = all.filter(({ name, minor, options }) => !minor && !options && !asked.some((one) => one.name === name));
  const axes = [...asked, ...others].slice(0, Math.max(asked.length, spec.search.axes.length ? Math.min(FIRST, spec.search.axes.length) : FIRST));
  return { ...spec.search, axes: axes.length ? axes : all.slice(0, 1), dimensions: all };
}

/** The axes that a spec names and its target has, each once. */
export function had(spec) {
  const names = new Set(dimensions(spec).map(({ name }) => name));
  return spec.search.axes.filter(({ name }) => names.delete(name));
}

/** Whether an axis that the target has says nothing of its range that setting or scale forbid. */
export function tenable(spec, axis) {
  const dimension = dimensions(spec).find(({ name }) => name === axis.name);
  return dimension.options ? Object.keys(axis).length === 1 : !wrongWith(dimension, { ...dimension, ...axis }, "low");
}

/** The search of a spec with the axes that it has, of which those go without a range that nobody gave one. */
export function meant(spec) {
  const { axes } = spec.search;
  return had(spec).length === axes.length ? spec.search : { ...spec.search, axes: searchOf(spec).axes.map(({ name }) => axes.find((one) => one.name === name) ?? { name }) };
}

/** An axis as a spec has it. */
export const spoken = ({ name, low, high, scale, options }) => (options ? { name } : { name, low, high, scale });

/** The axes of a spec, some of them with other ends. @param wider [{name, low, high}] */
export const widened = (spec, wider) => searchOf(spec).axes.map((axis) => spoken({ ...axis, ...wider.find(({ name }) => name === axis.name) }));

/** A spec as it arrives: the ranges of the bare address are those of its race, and say nothing of another. */
export function suited(spec, arrival) {
  const same = (part) => JSON.stringify(part(spec)) === JSON.stringify(part(arrival));
  if (!same(({ search }) => search) || same(({ surface, runs }) => [surface, runs.map(({ optimizer }) => optimizer)])) return spec;
  return { ...spec, search: { ...spec.search, axes: spec.search.axes.map(({ name }) => ({ name })) } };
}

/** What is asked of the server. */
export function question(spec, wire) {
  const { target, strategies, trials, repeats } = spec.search;
  const axes = searchOf(spec).axes.map(spoken);
  const search = { target, axes, strategies, trials, repeats };
  if (!raced(spec.search)) return { search, seed: spec.seed };
  const { repeats: _repeats, budget: _budget, ...race } = wire({ ...spec, runs: [tunedOf(spec)] });
  return { ...race, search };
}
