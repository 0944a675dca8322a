/** The contour of a quadratic model: an ellipse, a parabola or a hyperbola, found in one way. */

const RAYS = 160;
const FLAT = 1e-9; // a curvature below this share of the other counts as that

/**
 * The contour of g·p + ½ p·Hp that passes through p = 0, and the place where the model is flat.
 *
 * Every line through a point of a conic meets it once more, at r = -2 g·e / e·He along its direction e; turning e by
 * half a turn finds the whole curve. Half of the turns are even as they are seen, half in coordinates in which both
 * curvatures are one: long ellipses need these, parabolas those.
 *
 * @param reach pieces that lead farther away than this are left out
 * @returns {pieces: lists of [dx, dy], centre: [dx, dy] or null}
 */
export function contourThrough([g0, g1], [[a, b], [, d]], reach) {
  const radius = Math.hypot((a - d) / 2, b);
  const curvatures = [(a + d) / 2 + radius, (a + d) / 2 - radius];
  const angle = Math.atan2(2 * b, a - d) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const least = FLAT * Math.max(Math.abs(curvatures[0]), Math.abs(curvatures[1])) || 1;
  const [u, v] = curvatures.map((curvature) => 1 / Math.sqrt(Math.max(Math.abs(curvature), least)));
  const even = Array.from({ length: RAYS + 1 }, (_, k) => (k / RAYS) * Math.PI);
  const turns = [...even, ...even.map((turn) => Math.atan2(v * Math.sin(turn), u * Math.cos(turn)))].sort((one, other) => one - other);
  const pieces = [];
  let piece = null;
  let bent = 0;
  for (const turn of turns) {
    const [p, q] = [Math.cos(turn), Math.sin(turn)];
    const ray = [c * p - s * q, s * p + c * q];
    const bend = curvatures[0] * p * p + curvatures[1] * q * q;
    const length = (-2 * (g0 * ray[0] + g1 * ray[1])) / bend;
    const place = [length * ray[0], length * ray[1]];
    if (!(Math.hypot(...place) <= reach)) {
      piece = null;
      continue;
    }
    if (!piece || bend * bent < 0) pieces.push((piece = []));
    bent = bend;
    piece.push(place);
  }
  const det = a * d - b * b;
  const centre = [(b * g1 - d * g0) / det, (b * g0 - a * g1) / det];
  return { pieces: pieces.filter(({ length }) => length > 1), centre: centre.every(Number.isFinite) ? centre : null };
}
