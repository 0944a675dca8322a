/** The time of a search: its working time in seconds, with the pauses cut out in which nobody worked. */

const PAUSE = 20; // seconds without any work that are cut out
const LEFT = 3; // and how many of them are left to see
const ENDS = [5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300, 400, 500, 600, 750, 900, 1200, 1500, 1800, 2400, 3000, 3600];
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];

/**
 * @param spans [{from, to}] of all trials, in seconds of the clock on the wall; `to` null is not over yet
 * @returns {at(time) -> seconds on the axis, length, pauses: [{at, seconds}]}
 */
export function clockOf(spans, now) {
  const sorted = spans.map(({ from, to }) => ({ from, to: Math.max(from, to ?? now) })).sort((a, b) => a.from - b.from);
  const worked = [];
  for (const { from, to } of sorted) {
    const last = worked.at(-1);
    if (last && from - last.to <= PAUSE) last.to = Math.max(last.to, to);
    else worked.push({ from, to });
  }
  let length = 0;
  const pauses = [];
  const parts = worked.map(({ from, to }, i) => {
    if (i) {
      pauses.push({ at: length + LEFT / 2, seconds: from - worked[i - 1].to });
      length += LEFT;
    }
    const part = { from, to, begin: length };
    length += to - from;
    return part;
  });
  const at = (time) => {
    const part = parts.findLast(({ from }) => from <= time) ?? parts[0];
    return part ? part.begin + Math.min(Math.max(0, time - part.from), part.to - part.from) : 0;
  };
  return { at, length, pauses };
}

/** Where an axis of that length ends: it grows by a good part at once, so that bars keep still between. */
export const endFor = (length) => ENDS.find((end) => end >= length) ?? Math.ceil(length / 1800) * 1800;

/** Ticks [{at, label}] of a time axis, about `count`. */
export function timeTicks(end, count, words) {
  const step = STEPS.find((one) => end / one <= Math.max(1, count)) ?? STEPS.at(-1);
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, k) => ({ at: k * step, label: words(k * step) }));
}
