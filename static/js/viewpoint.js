/**
 * How the race is looked at, as far as its link says so: for each key of the link the field of `view` it stands for, the
 * text of that field (null where it goes without saying) and the way back.
 */
import { limits } from "./catalogue.js";
import { LAYOUTS } from "./layouts.js";
import { oneOf, readEye, readRange, readWhole } from "./pieces.js";

/** One of a few words, of which the first goes without saying. */
function word(field, ...words) {
  return { field, usual: words[0], write: (view) => (view[field] === words[0] ? null : view[field]), read: (text) => oneOf(words, text) };
}

export const viewpoint = {
  axis: word("axis", "steps", "gradients", "cost"),
  show: word("show", ...LAYOUTS),
  camera: {
    field: "camera",
    usual: null,
    write: ({ camera }) => camera && camera.map((part) => Number(part.toFixed(3))).join(","),
    read: readEye,
  },
  scale: { field: "scale", usual: null, write: (view) => view.scale, read: (text) => oneOf(["log", "linear"], text) },
  view: {
    field: "range",
    usual: null,
    write: ({ range }) => range && range.map((edge) => Number(edge.toPrecision(5))).join(","),
    read: readRange,
  },
  at: {
    field: "frame",
    usual: 0,
    write: ({ playing, frame }) => (!playing && Number.isFinite(frame) ? frame : null),
    read: (text) => readWhole(text, 0, limits.steps),
  },
};

/** Every such field as it is where the link says nothing. */
export const usualView = Object.fromEntries(Object.values(viewpoint).map(({ field, usual }) => [field, usual]));
