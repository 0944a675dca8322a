/** The smallest pieces of a link as values; what is not one throws Misspelt. */
import { parse } from "./numbers.js";

/** A link that cannot be read; the message is the piece that is wrong. */
export class Misspelt extends Error {}

/** What is misspelt is noted in `lost`, and all else goes on. */
export function trying(lost, piece, take) {
  try {
    take();
  } catch (error) {
    if (!(error instanceof Misspelt)) throw error;
    lost.push(error.message || piece);
  }
}

const FAR = 1e6; // a place beyond this shows nothing

export function readNumbers(text, count) {
  const values = text.split(",").map(parse);
  if (values.length !== count || !values.every((value) => Math.abs(value) <= FAR)) throw new Misspelt(text);
  return values;
}

export function readRange(text) {
  const range = readNumbers(text, 4);
  if (!(range[0] < range[1] && range[2] < range[3])) throw new Misspelt(text);
  return range;
}

/** Where a camera stands: not in what it looks at, nor straight above, where nothing is upright. */
export function readEye(text) {
  const eye = readNumbers(text, 3);
  if (!(Math.hypot(eye[0], eye[1]) > 0.01 && Math.hypot(...eye) < 100)) throw new Misspelt(text);
  return eye;
}

export function readBetween(text, low, high) {
  const [value] = readNumbers(text, 1);
  if (value < low || value > high) throw new Misspelt(text);
  return value;
}

export function readWhole(text, low, high) {
  const value = parse(text);
  if (!Number.isInteger(value) || value < low || value > high) throw new Misspelt(text);
  return value;
}

export function oneOf(values, text) {
  if (!values.includes(text)) throw new Misspelt(text);
  return text;
}
