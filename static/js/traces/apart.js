/** How far two paths are from each other. */

/** {distance, step, way}: the largest distance between two runs at the same step, as far as both go, and how far the first came from its start. */
export function farthest(one, other) {
  let [distance, step, way] = [0, 0, 0];
  for (let i = 0; i < Math.min(one.count, other.count); i++) {
    const now = Math.hypot(one.x[i] - other.x[i], one.y[i] - other.y[i]);
    if (now > distance) [distance, step] = [now, i];
    way = Math.max(way, Math.hypot(one.x[i] - one.x[0], one.y[i] - one.y[0]));
  }
  return { distance, step, way };
}
