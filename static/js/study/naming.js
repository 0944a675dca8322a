/** Where the names of marks and strips stand in a chart: on no other name, and on as little of what is drawn as may be. */
import { textWidth } from "../look.js";

const ROW = 1.15; // ems from one row of names to the next
const GAP = 4; // pixels
const OVER = 1000; // points on which a name would rather stand than on another name
const CROSSED = 3; // and than on the line of a mark

/**
 * The names of marks in rows from the top: over the line of their mark or at a side of it, where no other line runs through them.
 * @param marks [{x, words}] @param box {width, em}
 * @returns those that are seen: [{x, words, left, right, top, bottom}]
 */
export function inRows(marks, { width, em }) {
  const seen = marks.filter(({ x }) => x >= 0 && x <= width).sort((a, b) => a.x - b.x);
  const placed = [];
  for (const mark of seen) {
    const wide = textWidth(mark.words, em);
    const sides = [mark.x - wide / 2, mark.x + GAP, mark.x - wide - GAP].map((left) => Math.max(GAP, Math.min(width - wide - GAP, left)));
    const free = (row) => (left) => !placed.some((one) => one.row === row && one.left < left + wide + em / 2 && left < one.right + em / 2)
      && !placed.some(({ x, row: other }) => other < row && x > left - GAP && x < left + wide + GAP);
    for (let row = 0; ; row++) {
      const left = sides.find(free(row)) ?? (row > seen.length ? sides[0] : null);
      if (left === null) continue;
      placed.push({ ...mark, row, left, right: left + wide, top: (row + 0.2) * ROW * em, bottom: (row + 1.15) * ROW * em });
      break;
    }
  }
  return placed;
}

/**
 * The middle of the name of a strip, or null where there is no room for it.
 * @param strip {words, top, bottom} @param around {taken: points that are drawn, names: of marks}
 */
export function inStrip({ words, top, bottom }, { taken, names }, { width, em }) {
  const [wide, high] = [textWidth(words, em) + em / 2, em];
  if (bottom - top < high || width < wide) return null;
  const across = [1, 0, 0.5, 0.75, 0.25, 0.875, 0.625, 0.375, 0.125].map((share) => GAP + wide / 2 + share * (width - wide - 2 * GAP));
  const up = [0.5, 0, 1].map((share) => top + high / 2 + share * (bottom - top - high));
  const cost = ({ x, y }) => {
    const [left, right, above, below] = [x - wide / 2, x + wide / 2, y - high / 2, y + high / 2];
    const points = taken.filter(([px, py]) => px >= left && px <= right && py >= above && py <= below).length;
    const lines = names.filter((one) => one.x > left && one.x < right && one.bottom < below).length;
    const over = names.filter((one) => one.left < right && one.right > left && one.top < below && one.bottom > above).length;
    return points + CROSSED * lines + OVER * over;
  };
  const places = across.flatMap((x) => up.map((y) => ({ x, y }))).map((place) => ({ place, cost: cost(place) }));
  return places.reduce((best, one) => (one.cost < best.cost ? one : best)).place;
}
