/** How runs are told apart: colour, dash and head, by the run's slot. Colours live in the style sheet. */

export const COLOURS = 8;
const DASHES = [[], [9, 5], [2.5, 4], [13, 4, 3, 4], [18, 6], [6, 3, 2, 3, 2, 3]];
/** Outlines in a box from -8 to 8. */
const HEADS = [
  "M0-6.4A6.4 6.4 0 1 1 0 6.4A6.4 6.4 0 1 1 0-6.4Z",
  "M-5.6-5.6H5.6V5.6H-5.6Z",
  "M0-7.2 7 5.4H-7Z",
  "M0-7.8 7.8 0 0 7.8-7.8 0Z",
  "M0 7.2 7-5.4H-7Z",
  "M0-7.4 7-2.3 4.4 6H-4.4L-7-2.3Z",
];
/** What Plotly calls the same outlines. */
export const SYMBOLS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "pentagon"];
/** What a head becomes where its run broke off. */
const CROSS = "M-6-6 6 6M6-6-6 6";
/** And where it left the domain of the loss. */
const GATE = "M0-6.4A6.4 6.4 0 1 1 0 6.4A6.4 6.4 0 1 1 0-6.4ZM-4.5 4.5 4.5-4.5";
/** The signs of what broke off, by how it did. */
export const BREAKS = { diverged: CROSS, left: GATE };
const SVG = "http://www.w3.org/2000/svg";

export const dashOf = (slot) => DASHES[slot % DASHES.length];
/** Where a dash comes again it comes with another head: no two runs of a race differ by their colour only. */
export const headOf = (slot) => HEADS[(slot + Math.floor(slot / DASHES.length)) % HEADS.length];

/** An SVG element with attributes. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The size of type in pixels, as lines, heads and ticks go by it; `bold` is how much thicker the page wants its lines. */
export function typeSize() {
  const style = getComputedStyle(document.documentElement);
  const em = parseFloat(style.fontSize);
  return { em, line: em * parseFloat(style.getPropertyValue("--bold")) };
}

/** How wide small type is, about, in pixels; a Korean syllable is as wide as it is high. */
export const textWidth = (text, em) => 0.8125 * em * [...text].reduce((sum, sign) => sum + (sign > "\u1100" ? 1 : 0.55), 0);

/** The colours of the theme that is on: numbers for canvases, strings for strokes. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const edge = read("--edge");
  return {
    runs: Array.from({ length: COLOURS }, (_, i) => ({ stroke: read(`--run-${i}`), edge: read(`--edge-${i}`) || edge })),
    paper: read("--panel"),
    ink: read("--ink"),
    bands: { low: rgb(read("--band-low")), high: rgb(read("--band-high")), line: rgb(read("--band-line")), strength: 0.45, hole: { ground: read("--hole"), line: read("--hole-line") } },
  };
}

/** The colours of a light page, whatever the theme is: nothing is drawn before the theme is back. */
export function lightColours() {
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = "light";
  const found = colours();
  root.dataset.theme = theme;
  return found;
}

function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** Stroke, edge and dash of a slot under `theme` (an answer of `colours`); `gap` fills the gaps of a dash. */
export function lineOf(slot, theme) {
  const { stroke, edge } = theme.runs[slot % COLOURS];
  const gap = rgb(stroke).map((part, i) => Math.round(0.4 * part + 0.6 * rgb(edge)[i]));
  return { stroke, edge, gap: `rgb(${gap})`, dash: dashOf(slot) };
}

/** The outline of a slot's head, around the origin. */
export const outline = (slot) => new Path2D(headOf(slot));

/** A piece of the run's line with its head, for lists and tables. */
export function swatch(slot) {
  const at = slot % COLOURS;
  const style = `stroke:var(--run-${at});stroke-dasharray:${dashOf(slot).join(" ") || "none"}`;
  const paint = `fill:var(--run-${at});stroke:var(--edge-${at},var(--edge))`;
  return svg(
    "svg",
    { class: "swatch", viewBox: "0 0 40 20", "aria-hidden": "true" },
    svg("path", { class: "swatch-line", d: "M1 10H39", style }),
    svg("path", { class: "head-shape", d: headOf(slot), transform: "translate(20 10)", style: paint }),
  );
}
