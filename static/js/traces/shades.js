/** Maps as pixels: what a cell holds is looked up in a table, so that a quarter of a million cells take a few milliseconds. */
import { heatOf } from "./heat.js";

export const NOTHING = 255; // a cell that has not come
const LEVELS = 64; // of brightness
const SHADES = 256; // of a scale of numbers
const [LIGHTER, DARKER] = [0.55, 0.5]; // how far a hue goes towards white and black

/** A pixel as canvases have it in memory. */
const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** A hue [r, g, b] at a share 0..1 of its way from light to dark. */
export function shade(hue, share) {
  const [far, end] = share < 0.5 ? [(0.5 - share) * 2 * LIGHTER, 255] : [(share - 0.5) * 2 * DARKER, 0];
  return hue.map((part) => Math.round(part + (end - part) * far));
}

/** How many cells hold each label. */
export function tally(labels) {
  const counts = new Uint32Array(256);
  for (let i = 0; i < labels.length; i++) counts[labels[i]] += 1;
  return counts;
}

/** The share of a number of steps on the way from `least` to `most`, as brightness has it: quick ones are told apart better than slow ones. */
const slowness = (steps, [least, most]) => Math.sqrt(Math.min(1, Math.max(0, (steps - least) / (most - least))));

/**
 * The cells of a basin map, the highest row first.
 * @param hues for each label [r, g, b], shaded by steps, or null: seen through @param between the steps that are light and dark
 */
export function paintBasins(pixels, [columns, rows], { basin, steps }, hues, between) {
  const [least, most] = between;
  const levels = new Uint8Array(most + 1);
  for (let i = 0; i <= most; i++) levels[i] = Math.round(slowness(i, [least, most]) * (LEVELS - 1));
  const table = new Uint32Array(256 * LEVELS);
  hues.forEach((hue, label) => {
    for (let k = 0; hue && k < LEVELS; k++) table[label * LEVELS + k] = word(shade(hue, k / (LEVELS - 1)));
  });
  for (let row = 0, at = 0; row < rows; row++) {
    let to = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++, at++, to++) {
      pixels[to] = table[basin[at] * LEVELS + levels[Math.min(most, Math.max(0, steps[at]))]];
    }
  }
}

/** The cells of a map of numbers, likewise; what is no number is seen through. @param base is taken off each number */
export function paintNumbers(pixels, [columns, rows], { values, state }, scale, base) {
  const table = Uint32Array.from({ length: SHADES }, (_, k) => word(heatOf(k / (SHADES - 1))));
  const { log, low, high } = scale;
  const steepness = (SHADES - 1) / (high - low || 1);
  for (let row = 0, at = 0; row < rows; row++) {
    let to = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++, at++, to++) {
      const value = values[at] - base;
      const share = ((log ? Math.log10(Math.max(value, 1e-300)) : value) - low) * steepness;
      pixels[to] = state[at] === 0 ? table[share > 0 ? Math.min(SHADES - 1, Math.round(share)) : 0] : 0;
    }
  }
}

/** White where a label is one of those that are asked for, the highest row first. */
export function paintMask(pixels, [columns, rows], labels, asked) {
  for (let row = 0, at = 0; row < rows; row++) {
    let to = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++, at++, to++) pixels[to] = asked[labels[at]] ? 0xffffffff : 0;
  }
}
