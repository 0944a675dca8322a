/** The axis of scores: logarithmic where they spread over more than a decade, so that the best are told apart, too. */
import { scaleOf, shareOf, ticksOf } from "../traces/scale.js";

const WIDE = 10; // times the lowest score
const ROOM = 0.04; // of the axis at each end

/** @returns {at(score) -> share of the axis, ticks(count)}, or null where there is no score yet */
export function scoreScale(scores) {
  const known = scores.filter(Number.isFinite);
  if (!known.length) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const scale = low > 0 && high > WIDE * low ? tight(Math.log10(low), Math.log10(high)) : scaleOf(known, false);
  return { at: (score) => shareOf(scale, score), ticks: (count) => ticksOf(scale, count).map(({ share, label }) => ({ at: share, label })) };
}

/** Not to whole decades where less is used. */
function tight(low, high) {
  const room = ROOM * (high - low);
  return { log: true, low: low - room, high: high + room };
}
