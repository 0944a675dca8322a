/**
 * What is searched, as a piece of its link and back:
 *   digits:units=20;axis=lr:0.001,1,log;axis=momentum;by=grid;by=coarse-to-fine:stages=3;trials=25;repeats=9
 * What is not said of an axis is as declared: lab/question.js knows what that is.
 */
import { limits } from "./catalogue.js";
import { parse } from "./numbers.js";
import { Misspelt, oneOf, readWhole, trying } from "./pieces.js";

export const SCALES = ["linear", "log", "mirror"];

/** @param search {target, axes: [{name, low, high, scale}], strategies, trials, repeats} @param entry (family, chosen) -> text */
export function written({ target, axes, strategies, trials, repeats }, entry) {
  const parts = [entry("targets", target), ...axes.map((axis) => `axis=${writtenAxis(axis)}`), ...strategies.map((one) => `by=${entry("strategies", one)}`)];
  return [...parts, `trials=${trials}`, `repeats=${repeats}`].join(";");
}

/** lr:0.001,1,log */
export function writtenAxis({ name, low = "", high = "", scale = "" }) {
  const parts = [low, high, scale];
  while (parts.at(-1) === "") parts.pop();
  return name + (parts.length ? `:${parts}` : "");
}

/**
 * @param usual the search of the bare address, for what is not said @param entry (family, text) -> what is chosen
 * @param lost where the pieces go that cannot be read: the others are read all the same
 */
export function read(text, usual, entry, lost) {
  const [target, ...rest] = text.split(";");
  const search = { ...usual };
  const said = { axes: [], strategies: [] };
  const take = {
    axis: (value) => said.axes.push(readAxis(value, lost)),
    by: (value) => said.strategies.push(entry("strategies", value)),
    trials: (value) => (search.trials = readWhole(value, 1, limits.searched)),
    repeats: (value) => (search.repeats = readWhole(value, 1, limits.searches)),
  };
  trying(lost, target, () => (search.target = entry("targets", target)));
  if (search.target.kind !== usual.target.kind) search.axes = []; // another target has others
  for (const piece of rest) {
    const at = piece.indexOf("=");
    const key = piece.slice(0, at);
    trying(lost, piece, () => {
      if (!Object.hasOwn(take, key)) throw new Misspelt(piece);
      take[key](piece.slice(at + 1));
    });
  }
  for (const [name, most, key] of [["axes", limits.axes, "axis"], ["strategies", limits.strategies, "by"]]) {
    if (said[name].length > most) lost.push(key);
    if (said[name].length) search[name] = said[name].slice(0, most);
  }
  return search;
}

/** What is wrong with its range is as declared. */
function readAxis(text, lost) {
  const [name, range = ""] = text.split(":");
  const [low = "", high = "", scale = "", ...rest] = range.split(",");
  if (!/^[a-z]\w*(\.\w+)?$/i.test(name)) throw new Misspelt(text);
  const axis = { name };
  const piece = `axis=${text}`;
  if (rest.length) lost.push(piece);
  if (low) trying(lost, piece, () => (axis.low = readEnd(low)));
  if (high) trying(lost, piece, () => (axis.high = readEnd(high)));
  if (axis.low >= axis.high) {
    lost.push(piece);
    delete axis.low;
    delete axis.high;
  }
  if (scale) trying(lost, piece, () => (axis.scale = oneOf(SCALES, scale)));
  return axis;
}

function readEnd(text) {
  const value = parse(text);
  if (!Number.isFinite(value)) throw new Misspelt(text);
  return value;
}
