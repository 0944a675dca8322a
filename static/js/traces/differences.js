/** Gradients by small steps, and how far two gradients are apart. */

/** The places at which the loss is needed: the point itself, then a step forward and one back along each axis. */
export const steps = ([x, y], h) => [[x, y], [x + h, y], [x - h, y], [x, y + h], [x, y - h]];

/** {forward, central} from the loss at those places. */
export function gradients([here, right, left, up, down], h) {
  return { forward: [(right - here) / h, (up - here) / h], central: [(right - left) / (2 * h), (up - down) / (2 * h)] };
}

/** |a - b| / max(|a|, |b|) of the worst part, as the course has it; 0 where both are 0. */
export function relativeError(a, b) {
  const parts = a.map((part, i) => (part === b[i] ? 0 : Math.abs(part - b[i]) / Math.max(Math.abs(part), Math.abs(b[i]))));
  return Math.max(...parts);
}
