/** Cells: a grid over two axes of its own, each of its squares coloured by a number. */
import { make } from "../controls.js";
import { heatBar } from "../heat-bar.js";
import { svg } from "../look.js";
import { heat } from "../traces/heat.js";
import { shareOf } from "../traces/scale.js";
import { say } from "../words.js";
import { classLook, spotShape } from "./looks.js";

const SHADES = 32; // one path each, however many cells there are
const OVERLAP = 0.3; // pixels: neighbours leave no gap
const ROUNDED = 1e-6; // of a class: what division loses
const SAME = 1e-6; // of the span of an axis: places that are one

/** The series that is drawn as cells; null in any other figure. */
export const cellsOf = ({ series }) => series.find(({ role }) => role === "cells") ?? null;

/** The rows of a figure that are cells: others belong to what lies over them. */
export function cellRows(figure, columns) {
  const { column, log } = cellsOf(figure);
  const placed = ({ column: name, log: decades }, row) => Number.isFinite(columns[name]?.[row] ?? NaN) && (!decades || columns[name][row] > 0);
  const told = (value, row) => value !== null && Number.isFinite(value) && (!log || value > 0) && placed(figure.across, row) && placed(figure.up, row);
  return (columns[column] ?? []).flatMap((value, row) => (told(value, row) ? [row] : []));
}

/** The places of cells on one axis, each once, from low to high. */
export function placesOf(values) {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const span = sorted.at(-1) - sorted[0];
  return sorted.filter((value, i) => i === 0 || value - sorted[i - 1] > SAME * span);
}

/** The scale of an axis that ends half a cell beyond the first and the last, and how far apart they are on it: {log, low, high, gap}. */
export function edged(values, log) {
  const places = placesOf(log ? values.map(Math.log10) : values);
  const gap = Math.min(...places.slice(1).map((place, i) => place - places[i]), Infinity);
  const room = Number.isFinite(gap) ? gap : 1;
  return { log, low: places[0] - room / 2, high: places.at(-1) + room / 2, gap: room };
}

/** The pixels of a cell. */
export const cellBox = (across, up, { width, height }) => ({ wide: (width * across.gap) / (across.high - across.low), high: (height * up.gap) / (up.high - up.low) });

/** A path for every shade, or for every class. */
export function cells({ places, heights, values, one: { names }, at: { shade, cell: { wide, high } } }) {
  const count = names.length || SHADES;
  const squares = Array.from({ length: count }, () => "");
  places.forEach((x, i) => {
    const share = names.length ? values[i] / count : shareOf(shade, values[i] ?? NaN);
    if (!Number.isFinite(x + heights[i] + share)) return;
    const at = Math.min(count - 1, Math.max(0, Math.floor(share * count + ROUNDED)));
    squares[at] += `M${(x - wide / 2).toFixed(2)} ${(heights[i] - high / 2).toFixed(2)}h${(wide + OVERLAP).toFixed(2)}v${(high + OVERLAP).toFixed(2)}h${(-wide - OVERLAP).toFixed(2)}z`;
  });
  const look = (i) => (names.length ? { class: "study-cells study-class", style: classLook(i).style } : { class: "study-cells", fill: heat((i + 0.5) / SHADES) });
  return squares.flatMap((d, i) => (d ? [svg("path", { ...look(i), d })] : []));
}

/** The colour of a class, and the shape of its spots. */
export const classSwatch = (place) => svg("svg", { class: "study-swatch", viewBox: "0 0 40 20", "aria-hidden": "true" },
  svg("rect", { class: "study-class", x: 5, y: 0, width: 30, height: 20, style: classLook(place).style }),
  svg("path", { class: "study-spot", d: spotShape(classLook(place)), transform: "translate(20 10) scale(0.6)", style: classLook(place).style }));

/** @returns {element, show(scales)}: what the colours mean; it is empty while nothing has come */
export function createCellKey(series) {
  const bar = make("span", { className: "study-shades" });
  const pieces = ({ shade }) => (series.names.length ? shade.classes.map((place) => make("span", { className: "study-class-name" }, classSwatch(place), say(series.names[place]))) : [heatBar(shade)]);
  return {
    element: make("li", { className: "study-cell-key" }, make("span", {}, say(series.title)), bar),
    show: (scales) => bar.replaceChildren(...(scales ? pieces(scales) : [])),
  };
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], End: [1, 0], Home: [-1, 0], PageUp: [0, 1], PageDown: [0, -1] };
const FAR = ["End", "Home", "PageUp", "PageDown"]; // as far as it goes

/** The cell to which a key leads from another: its neighbour, or the last that way. */
export function stepped(figure, columns, rows, from, key) {
  const [across, up] = [figure.across, figure.up].map(({ column }) => columns[column]);
  const [right, over] = WAYS[key];
  const [along, aside] = right ? [across, up] : [up, across];
  const way = (row) => (right || over) * (along[row] - along[from]);
  const there = rows.filter((row) => aside[row] === aside[from] && way(row) > 0).sort((a, b) => way(a) - way(b));
  return (FAR.includes(key) ? there.at(-1) : there[0]) ?? from;
}
