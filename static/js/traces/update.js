/** One update of a run, read from the window of updates that the server sent. */

const ALONG = 1e-6; // of a vector's length it may stray from the move and still count as its multiple

/** {x, next, move, values: by name, asked} of update t; null where the window does not hold it. */
export function updateOf(window, t) {
  const i = window ? t - window.from : -1;
  if (!(i >= 0 && i < window.x.length)) return null;
  const [x, next] = [window.x[i], window.next[i]];
  const values = Object.fromEntries(Object.entries(window.vectors).map(([name, list]) => [name, list[i]]));
  return { x, next, move: [next[0] - x[0], next[1] - x[1]], values, asked: window.asked[i] ?? [] };
}

/**
 * The names of the arrows that are moves themselves: in every update of the window they point where the run goes.
 * The others, such as gradients, have lengths that are no lengths on the map.
 */
export function movesOf(vectors, window) {
  const arrows = vectors.filter(({ shape }) => shape === "arrow");
  return new Set(arrows.filter(({ name }) => window.x.every((x, i) => follows(window.vectors[name][i], x, window.next[i]))).map(({ name }) => name));
}

function follows(value, x, next) {
  const [dx, dy] = [next[0] - x[0], next[1] - x[1]];
  const size = Math.hypot(...(value ?? [0, 0])) * Math.hypot(dx, dy);
  // The difference of two far points has lost digits of its own.
  const blur = (1e-15 * Math.hypot(...next)) / (Math.hypot(dx, dy) || 1);
  if (!size || blur > ALONG) return true;
  const [vx, vy] = value;
  return vx * dx + vy * dy > 0 && Math.abs(vx * dy - vy * dx) <= (ALONG + 10 * blur) * size;
}

/** The half-axes of the ellipse of moves that the sizes `s` make equal to this one; null where there is none. */
export function ellipseOf(s, divides, move) {
  const weights = divides ? s : s.map((size) => 1 / size);
  const reach = Math.hypot(move[0] * weights[0], move[1] * weights[1]);
  const axes = weights.map((weight) => reach / weight);
  return axes.every((axis) => axis > 0 && axis < Infinity) ? axes : null;
}

/** The quadratic model of an update that asked for gradient and Hessian where it stood: {g, hessian}, or null. */
export function modelOf({ x, asked }) {
  const here = (what) => asked.find((one) => one.what === what && one.at[0] === x[0] && one.at[1] === x[1])?.answer;
  const [g, hessian] = [here("grad"), here("hess")];
  return g && hessian ? { g, hessian } : null;
}
