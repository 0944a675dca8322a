/**
 * Which map is made of a race, as a piece of its link and back:
 *   basin;cells=256;window=-4,4,-4,4    sweep;x=lr:0.001,1,log;y=momentum;measure=steps    line;x=lr
 * What is not said is as usual: maps/question.js knows what that is.
 */
import { parse } from "./numbers.js";
import { Misspelt, oneOf, readRange, readWhole } from "./pieces.js";

export const KINDS = ["basin", "sweep", "line"];
export const MEASURES = ["loss", "steps", "evaluations", "distance"];
const MOST = 512; // cells a side
const SCALES = { log: true, even: false };

/** @param map {kind, cells, window, x, y, measure}; an axis is {of, low, high, log}; all but the kind may be missing */
export function written({ kind, cells, window, x, y, measure }) {
  const parts = [kind];
  if (cells) parts.push(`cells=${cells}`);
  if (window && kind === "basin") parts.push(`window=${window}`);
  if (x && kind !== "basin") parts.push(`x=${writtenAxis(x)}`);
  if (y && kind === "sweep") parts.push(`y=${writtenAxis(y)}`);
  if (measure && kind !== "basin") parts.push(`measure=${measure}`);
  return parts.join(";");
}

function writtenAxis({ of, low = "", high = "", log }) {
  const scale = Object.keys(SCALES).find((name) => SCALES[name] === log) ?? "";
  const parts = [low, high, scale];
  while (parts.at(-1) === "") parts.pop();
  return of + (parts.length ? `:${parts}` : "");
}

const READ = {
  cells: (text) => readWhole(text, 2, MOST),
  window: readRange,
  x: readAxis,
  y: readAxis,
  measure: (text) => oneOf(MEASURES, text),
};

export function read(text) {
  const [kind, ...rest] = text.split(";");
  const map = { kind: oneOf(KINDS, kind) };
  for (const piece of rest) {
    const [key, value = ""] = piece.split("=");
    if (!Object.hasOwn(READ, key)) throw new Misspelt(piece);
    map[key] = READ[key](value);
  }
  return map;
}

function readAxis(text) {
  const [of, range = ""] = text.split(":");
  const [low = "", high = "", scale = "", ...rest] = range.split(",");
  if (!/^[a-z]\w*(\.\w+)?$/i.test(of) || rest.length) throw new Misspelt(text);
  const axis = { of };
  if (low) axis.low = readEnd(low);
  if (high) axis.high = readEnd(high);
  if (axis.low >= axis.high) throw new Misspelt(text);
  if (scale) axis.log = SCALES[oneOf(Object.keys(SCALES), scale)];
  return axis;
}

function readEnd(text) {
  const value = parse(text);
  if (!Number.isFinite(value)) throw new Misspelt(text);
  return value;
}
