/** The vertical lines of a chart, such as what theory says, with their names above the plot. */
import { svg } from "../look.js";
import { say } from "../words.js";

const TYPE = 0.8125; // ems of the names
const ROW = 1.2; // ems from one row of names to the next

/**
 * Names that would overlap stand in rows of their own.
 * @param marks [{at, name, style of the line, if it has its own}] @param at pixel of a value, as the plot has it
 * @returns [{words, x, middle, row, style}]
 */
export function placed(marks, at, { left, width }, em) {
  const ends = []; // of each row, how far it is taken
  return marks.map(({ at: value, name, style = "" }) => ({ words: say(name), x: at(value), style })).sort((a, b) => a.x - b.x)
    .filter(({ x }) => x >= left && x <= left + width)
    .map(({ words, x, style }) => {
      const half = 0.5 * lengthOf(words) * TYPE * em;
      const middle = Math.max(left + half, Math.min(left + width - half, x));
      const free = ends.findIndex((end) => end < middle - half);
      const row = free < 0 ? ends.length : free;
      ends[row] = middle + half + em;
      return { words, x, middle, row, style };
    });
}

/** The height that the names take, in pixels. */
export const heightOf = (marks, em) => Math.max(0, ...marks.map(({ row }) => row + 1)) * ROW * em;

/** @param top of the names' lowest row @param bottom of the plot */
export function drawn(marks, top, bottom, em) {
  const heights = marks.map(({ row }) => top - (row + 0.35) * ROW * em);
  return [
    ...marks.map(({ x, style }, i) => svg("path", { class: "sweep-mark", style, d: `M${x} ${heights[i] + 0.3 * em}V${bottom}` })),
    ...marks.map(({ words, middle }, i) => svg("text", { class: "sweep-mark-name", "text-anchor": "middle", x: middle, y: heights[i] }, words)), // above lines of higher rows
  ];
}

/** About how long words are, in ems: a Korean syllable is as wide as it is high. */
const lengthOf = (words) => [...words].reduce((sum, sign) => sum + (sign > "\u1100" ? 1 : 0.58), 0);
