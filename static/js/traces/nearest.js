/** Which path lies under the pointer. */

/**
 * The index of the curve {series, xs, ys, hidden} that passes nearest to the pixel (px, py) up to `frame`, if within
 * `reach` pixels of it; -1 where none does. Of two equally near the later one is meant, which is drawn on top.
 */
export function nearestCurve(curves, { ax, bx, ay, by }, frame, px, py, reach) {
  let found = -1;
  let least = reach * reach;
  curves.forEach(({ series, xs, ys, hidden }, index) => {
    if (hidden || !series.count) return;
    const [across, up] = [series[xs], series[ys]];
    const last = series.last(frame);
    let x1 = ax * across[0] + bx - px;
    let y1 = ay * up[0] + by - py;
    let near = x1 * x1 + y1 * y1;
    for (let i = 1; i <= last; i++) {
      const [x0, y0] = [x1, y1];
      x1 = ax * across[i] + bx - px;
      y1 = ay * up[i] + by - py;
      if (Math.min(x0, x1) > reach || Math.max(x0, x1) < -reach || Math.min(y0, y1) > reach || Math.max(y0, y1) < -reach) continue;
      near = Math.min(near, fromOrigin(x0, y0, x1, y1));
    }
    if (near > least) return;
    least = near;
    found = index;
  });
  return found;
}

/** The squared distance of a piece of a line from the origin. */
function fromOrigin(x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / (dx * dx + dy * dy || 1)));
  return (x0 + along * dx) ** 2 + (y0 + along * dy) ** 2;
}
