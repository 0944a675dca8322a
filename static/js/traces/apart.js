/** How far two paths are from each other. */

/** {distance, step}: the largest distance between two runs at the same step, as far as both go. */
export function farthest(one, other) {
  let [distance, step] = [0, 0];
  for (let i = 0; i < Math.min(one.count, other.count); i++) {
    const now = Math.hypot(one.x[i] - other.x[i], one.y[i] - other.y[i]);
    if (now > distance) [distance, step] = [now, i];
  }
  return { distance, step };
}
