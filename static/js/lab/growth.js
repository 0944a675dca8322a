/** What has come of a search, and what each event of its stream makes of it. */
import { unpacked } from "../arrays.js";
import { WAITING } from "../asking.js";

/**
 * A search of which nothing has come yet:
 *   about     what the server says of it before any trial, or null
 *   land      {columns, rows, values, stage} or null; values (rows * columns), the first row lowest; NaN where it failed
 *   trials    for each strategy, for each repeat: records {number, place, settings, epochs, spent, score, told, stage, window}
 *             in the order in which they came; a trial that went on has several; a score of null is a failure
 *   beliefs   for each strategy: {trials, dims, side, mean, sd, gain, next, log}
 *   curves    for each strategy: {spent, low, middle, high}, or undefined
 *   summary   what is said of each strategy once all is tried, or null; the landscape may still grow finer
 *   told      {done, total, left}
 */
export const nothing = () => ({ about: null, land: null, trials: [], beliefs: [], curves: [], summary: null, told: { done: 0, total: 0, left: null }, ...WAITING });

/** Two searches are seen one after the other if they are drawn on the same axes. */
export const alike = () => true;

export function taken(search, name, said) {
  if (name === "start") return begun(search, said);
  if (name === "land") return { ...search, land: { ...said, values: unpacked(said.values) } };
  if (name === "progress") return { ...search, told: said };
  if (name === "summary") return { ...search, summary: said.strategies };
  if (name === "done") return { ...search, busy: false, ended: true };
  if (name === "trials") search.trials[said.strategy][said.repeat].push(...records(said));
  if (name === "belief") search.beliefs[said.strategy].push(believed(said));
  if (name === "curve") search.curves[said.strategy] = said;
  return { ...search };
}

const begun = (search, about) => ({
  ...search,
  about,
  trials: about.strategies.map(() => Array.from({ length: about.repeats }, () => [])),
  beliefs: about.strategies.map(() => []),
});

function records({ number, place, settings, epochs, spent, score, told, stage, window }) {
  const names = Object.keys(settings);
  const words = Object.keys(told);
  const at = (values, keys, i) => Object.fromEntries(keys.map((key) => [key, values[key][i]]));
  return number.map((one, i) => ({
    number: one, place: place[i], settings: at(settings, names, i), epochs: epochs[i], spent: spent[i], score: score[i], told: at(told, words, i), stage: stage[i], window }));
}

function believed({ trials, dims, mean, sd, gain, next, log }) {
  const side = mean.shape.split(",").map(Number);
  return { trials, dims, side, next, log, mean: unpacked(mean), sd: unpacked(sd), gain: unpacked(gain) };
}
