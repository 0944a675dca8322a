/** How classes are told apart: by colour and by shape, alike in regions, points and legends. Colours live in the style sheet. */
import { make } from "../controls.js";
import { headOf, svg } from "../look.js";

const COLOURS = 10;

/** The outline of a class, in a box from -8 to 8. */
export const shapeOf = (label) => headOf(label);

export const toneOf = (label) => `var(--class-${label % COLOURS})`;

/** The colours of the theme that is on: {tones: [[r, g, b]] of so many classes, paper, ink, edge}; the edge is around points. */
export function inks(classes) {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => rgb(style.getPropertyValue(name).trim());
  return { tones: Array.from({ length: classes }, (_, label) => read(`--class-${label % COLOURS}`)), paper: read("--panel"), ink: read("--ink"), edge: read("--edge") };
}

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** A share of one colour on another. */
export const mixed = (colour, paper, share) => colour.map((part, i) => Math.round(paper[i] + share * (part - paper[i])));

export const css = ([r, g, b]) => `rgb(${r}, ${g}, ${b})`;

/** How bright a colour is, 0 to 1, as contrast is reckoned (WCAG). */
function brightness(colour) {
  const [r, g, b] = colour.map((part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** That of two colours which is read better on a ground. */
export function readable(ground, one, other) {
  const below = brightness(ground);
  const contrast = (colour) => (Math.max(brightness(colour), below) + 0.05) / (Math.min(brightness(colour), below) + 0.05);
  return contrast(one) > contrast(other) ? one : other;
}

/** A point of a class, or the ring of one that only judges. */
export function swatch(label, ring = false) {
  return svg("svg", { class: "class-swatch", viewBox: "-10 -10 20 20", "aria-hidden": "true" },
    svg("path", { class: ring ? "class-ring" : "class-point", d: shapeOf(label), style: `--tone:${toneOf(label)}` }));
}

export const item = (picture, words) => make("li", {}, picture, make("span", {}, words));
