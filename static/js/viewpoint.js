/**
 * How the race is looked at, as far as its link says so: for each key of the link the field of `view` it stands for, the
 * text of that field (null where it goes without saying) and the way back.
 */
import { CURRENCIES } from "./budget.js";
import { family, limits, numeric } from "./catalogue.js";
import { BACKDROPS } from "./lab/backdrops.js";
import { LAYOUTS } from "./layouts.js";
import { Misspelt, oneOf, readBetween, readEye, readRange, readWhole } from "./pieces.js";
import { REACH } from "./traces/compass.js";
import { USUAL, curveKeys } from "./traces/curves.js";

/** One of a few words, of which the first goes without saying. */
function word(field, ...words) {
  return { field, usual: words[0], write: (view) => (view[field] === words[0] ? null : view[field]), read: (text) => oneOf(words, text) };
}

/** A number of an instrument. */
function number(field, usual, low, high) {
  return { field, usual, write: (view) => (view[field] === usual ? null : String(view[field])), read: (text) => readBetween(text, low, high) };
}

export const viewpoint = {
  axis: word("axis", ...Object.keys(CURRENCIES)),
  show: word("show", ...LAYOUTS),
  camera: {
    field: "camera",
    usual: null,
    write: ({ camera }) => camera && camera.map((part) => Number(part.toFixed(3))).join(","),
    read: readEye,
  },
  curve: {
    field: "curve",
    usual: USUAL,
    write: ({ curve }) => (curve === USUAL ? null : curve),
    read: (text) => oneOf(curveKeys(family("optimizers").flatMap((one) => numeric(one).map(({ name }) => name))), text),
  },
  scale: { field: "scale", usual: null, write: (view) => view.scale, read: (text) => oneOf(["log", "linear"], text) },
  view: {
    field: "range",
    usual: null,
    write: ({ range }) => range && writtenRange(range),
    read: readRange,
  },
  at: {
    field: "frame",
    usual: 0,
    write: ({ playing, frame }) => (!playing && Number.isFinite(frame) ? frame : null),
    read: (text) => readWhole(text, 0, limits.steps),
  },
  needle: number("needle", 40, 0, 360),
  reach: number("reach", 0.1, ...REACH),
  backdrop: word("backdrop", ...BACKDROPS),
  repeat: {
    field: "repeat",
    usual: 0,
    write: ({ repeat }, { search }) => (repeat > 0 && repeat < search?.repeats ? repeat + 1 : null),
    read: (text) => readWhole(text, 1, limits.searches) - 1,
  },
  zoom: {
    field: "focus",
    usual: null,
    write: ({ focus }, { training, runs }) => (training && runs[focus] ? focus + 1 : null),
    read: (text) => readWhole(text, 1, limits.trainings) - 1,
  },
  across: {
    field: "axes",
    usual: null,
    write: ({ axes }, { search }) => (axes?.every((name) => search?.axes.some((axis) => axis.name === name)) ? axes.join(",") : null),
    read: readPair,
  },
  inspect: {
    field: "inspected",
    usual: null,
    write: ({ inspected }, { runs }) => (runs.some(({ look }) => look.slot === inspected) ? inspected : null),
    read: (text) => readWhole(text, 0, 99),
  },
};

/** The names of the two settings that are seen of more: across and up. */
function readPair(text) {
  const names = text.split(",");
  if (names.length !== 2 || names[0] === names[1] || !names.every(Boolean)) throw new Misspelt(text);
  return names;
}

/** A narrow window far from the origin needs more digits than a wide one. */
function writtenRange(range) {
  const [x0, x1, y0, y1] = range;
  const narrow = Math.max(...range.map(Math.abs)) / Math.min(x1 - x0, y1 - y0);
  const digits = Math.min(15, Math.max(5, Math.ceil(4 + Math.log10(narrow))));
  return range.map((edge) => Number(edge.toPrecision(digits))).join(",");
}

/** Every such field as it is where the link says nothing. */
export const usualView = Object.fromEntries(Object.values(viewpoint).map(({ field, usual }) => [field, usual]));
