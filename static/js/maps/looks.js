/** What the cells of a map look like and are called: by the label of a basin, by the state of a number. */
import { pretty } from "../numbers.js";
import { NOTHING } from "../traces/shades.js";

const OUTSIDE = 250;
const LEFT = 251;
const OTHER = 252;
const DIVERGED = 253;
const UNSETTLED = 254;
/**
 * The hues of minima. The first four stay 19 apart (CIE 1976), equally bright, for every kind of colour vision; no more of them
 * would, since brightness is taken, and each basin has a letter.
 */
const HUES = [[35, 85, 165], [230, 159, 0], [70, 190, 140], [190, 60, 20], [204, 121, 167], [0, 130, 120], [240, 228, 66]];
const LETTERS = 26;

/** The pattern of each state of a number but the first, which is a number. */
export const STATES = ["", "diverged", "late", "lost", "left", "outside"];

/** A, B ... Z, A2, B2 ... */
const letterOf = (n) => String.fromCharCode(65 + (n % LETTERS)) + (n < LETTERS ? "" : Math.floor(n / LETTERS) + 1);

/**
 * By label: {hue, letter, place} of a basin, {pattern, place} of what is none.
 * @param places as the server tells them, in the order of their labels
 */
export function looksOf(places) {
  const looks = new Array(256).fill(null);
  let minima = 0;
  places.forEach((place, label) => {
    if (place.kind !== "minimum") looks[label] = { pattern: "lost", place };
    else {
      looks[label] = { hue: HUES[minima % HUES.length], letter: letterOf(minima), place };
      minima += 1;
    }
  });
  looks[OUTSIDE] = { pattern: "outside" };
  looks[LEFT] = { pattern: "left" };
  looks[OTHER] = { pattern: "other" };
  looks[DIVERGED] = { pattern: "diverged" };
  looks[UNSETTLED] = { pattern: "late" };
  return looks;
}

/** The label of the lowest minimum that is known; -1 where none is. */
export const lowest = (places) => places.reduce((best, place, label) => (place?.kind === "minimum" && !(places[best]?.loss <= place.loss) ? label : best), -1);

/** For each pattern that is worn, 256 times whether a label wears it. @param patterns name or none, by label */
export function wornBy(patterns, counts) {
  const worn = new Map();
  patterns.forEach((name, label) => {
    if (!name || !counts[label] || label === NOTHING) return;
    if (!worn.has(name)) worn.set(name, new Uint8Array(256));
    worn.get(name)[label] = 1;
  });
  return worn;
}

/** A place as readers write it: (3, −2). */
export const placeWords = ({ x, y }) => `(${pretty(x)}, ${pretty(y)})`;

/** Where runs come to rest that have not arrived: a place, or of ground that is flat, whose place is a whole plain, its height. */
export const spotWords = (place) => (place.kind === "flat" ? pretty(place.loss ?? NaN) : placeWords(place));
