/** How the series of a study are told apart: by colour and dash, theory by its dash, a spread in the colour of what it is around. */
import { COLOURS, dashOf, headOf } from "../look.js";

const PLAIN = ["theory", "spread", "tiles", "cells", "rings"]; // have no colour of their own
const THEORY = ["2 4", "8 4", "12 4 3 4", "6 3 2 3 2 3"];

/** For each figure, by name, and each of its series {style, slot}: what is of one thing has one colour in all of them. The slot also gives the head of spots, and the first colour of tiles. */
export function looksOf(figures) {
  const all = figures.flatMap(({ series }) => series);
  const own = all.filter(({ role, like, by }) => !like && !by && !PLAIN.includes(role));
  const slots = new Map(own.filter(({ slot }) => slot !== null).map(({ column, slot }) => [column, slot]));
  const taken = new Set(slots.values());
  const free = Array.from({ length: own.length + taken.size }, (_, slot) => slot).filter((slot) => !taken.has(slot));
  for (const { column } of own) if (!slots.has(column)) slots.set(column, free.shift());
  return Object.fromEntries(figures.map(({ name, series }) => [name, series.map((_, i) => lookOf(series, i, slots))]));
}

function lookOf(series, index, slots) {
  const { role, column, like, by } = series[index];
  if (role === "tiles") return { style: "", slot: slots.size };
  if (role === "cells" || by) return { style: "--tone:var(--ink)", slot: null };
  const around = series.slice(index).find((one) => one.role !== "spread");
  const slot = slots.get(like || (role === "spread" ? around.like || around.column : column)) ?? null;
  const before = series.slice(0, index).filter((one) => one.role === role).length;
  const dashed = role === "line" || role === "steps";
  const dash = role === "theory" ? THEORY[before % THEORY.length] : (dashed && slot !== null && dashOf(slot).join(" ")) || "none";
  return { style: `--tone:${toneOf(slot)};stroke-dasharray:${dash}`, slot };
}

/** Grey is one more colour where there are more series than colours. */
const GREY = "color-mix(in srgb, var(--ink) 50%, var(--panel))";
function toneOf(slot) {
  if (slot === null) return "var(--ink)";
  const turn = slot % (COLOURS + 1);
  return turn === COLOURS ? GREY : `var(--run-${turn})`;
}

/** The outline of spots, in a box from -8 to 8. */
export const spotShape = ({ slot }) => headOf(slot ?? 0);

const CLASSES = 10; // colours of classes, which are none of the series

/** How a class looks, here and wherever a network is asked: its colour, and a slot for the outline of its spots. */
export const classLook = (place) => ({ style: `--tone:var(--class-${place % CLASSES})`, slot: place });
