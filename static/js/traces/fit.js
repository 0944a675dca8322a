/** Straight lines through points. */

/** The slope of the straight line that fits points [[x, y], ...] best, by least squares. */
export function slopeOf(points) {
  const mean = (k) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const up = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return up / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
