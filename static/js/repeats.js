/** The repeats of a run, which differ in luck only: what they say together, and where each of them is now and then. */
import { Series, unpacked } from "./arrays.js";

/** How often the link and the list offer to repeat. */
export const OFFERED = [1, 10, 20, 50, 100, 200];

/** A list like a run's own: `loss` is the median; beside it are low, high, mean and what was spent on average. */
export class Repeats extends Series {
  constructor(points) {
    super(points);
    this.moments = [];
    this.places = []; // for each moment all x, then all y
  }

  /** Write what one frame says. */
  strew({ from, moments, places, median, ...columns }) {
    this.fill(from, { loss: median, ...columns });
    const numbers = unpacked(moments);
    const all = unpacked(places);
    const each = all.length / numbers.length;
    numbers.forEach((moment, k) => {
      this.moments.push(moment);
      this.places.push(all.subarray(k * each, (k + 1) * each));
    });
  }

  /** The last moment at or before `frame` whose places are known, as its number in the list; -1 where there is none. */
  momentAt(frame) {
    return this.moments.findLastIndex((moment) => moment <= frame);
  }
}

/** The list whose loss stands for a run: that of its repeats where it has some. */
export const lossesOf = (series) => (series.repeats?.count ? series.repeats : series);

/** Where all repeats of a run are at a frame: {x, y}; null where that is not known. */
export function placesAt({ repeats }, frame) {
  const places = repeats?.places[repeats.momentAt(frame)];
  return places ? { x: places.subarray(0, places.length / 2), y: places.subarray(places.length / 2) } : null;
}

/** The loss of a run at a frame as a table has it: the mean where it is repeated. */
export function lossAt(series, frame) {
  const list = lossesOf(series);
  return (list.mean ?? list.loss)[list.last(frame)];
}

/** The seeds of a race as words know them: {count, first, last}. */
export const seeds = ({ seed, repeats = 1 }) => ({ count: repeats, first: seed, last: seed + repeats - 1 });
