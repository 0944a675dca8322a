/** What has come of the cells of one run: a list for each thing that is known of a cell, filled coarse to fine. */
import { unpacked } from "../arrays.js";

const UNKNOWN = 255; // in `basin` and `state`: nothing has come yet

/** What a list holds before anything has come. */
const LISTS = {
  values: (size) => new Float64Array(size).fill(NaN),
  state: (size) => new Uint8Array(size).fill(UNKNOWN),
  basin: (size) => new Uint8Array(size).fill(UNKNOWN),
  steps: (size) => new Int32Array(size).fill(-1),
  loss: (size) => new Float32Array(size).fill(NaN),
};
/** What the wire calls otherwise. */
const CALLED = { value: "values" };

/** The lists of a run whose map has so many cells, and `grain`: the side of the block that each cell was last part of. */
export function empty(size) {
  const lists = Object.fromEntries(Object.entries(LISTS).map(([name, make]) => [name, make(size)]));
  return { ...lists, grain: new Uint16Array(size), curves: new Map() };
}

/**
 * Write what came of some cells. Each stands for its block of `stride` by `stride` cells until finer ones come; what is
 * known already is not made coarse again.
 */
export function fill(run, columns, rows, stride, cells, said) {
  const lists = Object.entries(said).flatMap(([name, packed]) => (packed?.bdata === undefined ? [] : [[run[CALLED[name] ?? name], unpacked(packed)]]));
  cells.forEach((cell, i) => {
    const left = cell % columns;
    const low = (cell - left) / columns;
    for (let row = low; row < Math.min(rows, low + stride); row++) {
      for (let at = row * columns + left, end = at + Math.min(stride, columns - left); at < end; at++) {
        if (run.grain[at] && run.grain[at] < stride) continue;
        run.grain[at] = stride;
        for (const [list, values] of lists) list[at] = values[i];
      }
    }
  });
}
