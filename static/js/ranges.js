/** What is known of the values of growing lists; each list is read on from where it was left. */
import { createReach } from "./traces/extents.js";

/** @returns of(series, key, keep, column, count): the reach of a column so far; `key` tells kinds of reading apart */
export function createRanges() {
  const known = new WeakMap();
  return {
    of(series, key, keep, column, count = series.count) {
      if (!known.has(series)) known.set(series, new Map());
      const mine = known.get(series);
      if (!mine.has(key)) mine.set(key, createReach(keep));
      return mine.get(key).read(series[column], count);
    },
  };
}
