/** Where the eye is: it goes around the middle, always upright, by drag, wheel, pinch or arrow keys. */

export const USUAL = [-0.9, -1.5, 1.55];
const TURN = 0.008; // radians for a pixel
const [FLAT, STEEP] = [0.06, 1.48]; // radians above the horizon: never beneath the ground, nearly straight down
const [CLOSEST, FARTHEST] = [0.9, 6];
const SQUARE = 1.45; // the slimmest plot into which the body fits from where it is seen in a wide one

export function turned([x, y, z], dx, dy) {
  const far = Math.hypot(x, y, z);
  const around = Math.atan2(y, x) - dx * TURN;
  const above = Math.min(STEEP, Math.max(FLAT, Math.asin(z / far) + dy * TURN));
  return [Math.cos(around) * Math.cos(above), Math.sin(around) * Math.cos(above), Math.sin(above)].map((part) => part * far);
}

export function approached(eye, factor) {
  const far = Math.hypot(...eye);
  const by = Math.min(FARTHEST, Math.max(CLOSEST, far * factor)) / far;
  return eye.map((part) => part * by);
}

/** In a slim plot one stands further back, or the sides would be cut off. */
export const steppedBack = (eye, aspect) => eye.map((part) => part * Math.max(1, SQUARE / aspect));
