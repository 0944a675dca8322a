/** What a velocity is made of: the gradients of the steps before, each with the weight that is left of it. */

const FORGOTTEN = 1e-9; // a share of a gradient that is not worth adding
const CLOSE = 1e-4; // of what is added: single precision of the columns, not a difference
const BACK = 10;

/**
 * How much of the rate and of the gradient of update k is in the move of update t, by the form of the velocity.
 * lr(i), mu(i): the settings in force for update i; `left` the product of the momenta since update k.
 */
const SHARES = {
  classical: ({ lr }, left, k) => left * lr(k),
  pytorch: ({ lr }, left, _k, t) => left * lr(t),
  averaged: ({ lr, mu }, left, k, t) => left * (1 - mu(k)) * lr(t),
};

/**
 * The last move of a run at point `at` as a sum over its gradients.
 * @param run its columns x, y, gx, gy @param rule {form, lr(i), mu(i)}
 * @returns {parts: [[x, y], ...] newest first, sum, velocity, agrees}, or null before the first move
 */
export function remembered(run, at, rule) {
  const last = at - 1;
  if (last < 0) return null;
  const share = SHARES[rule.form] ?? SHARES.classical;
  const parts = [];
  const sum = [0, 0];
  let added = 0;
  let left = 1;
  for (let k = last; k >= 0 && Math.abs(left) > FORGOTTEN; k--) {
    const weight = -share(rule, left, k, last);
    const part = [weight * run.gx[k], weight * run.gy[k]];
    parts.push(part);
    sum[0] += part[0];
    sum[1] += part[1];
    added += Math.hypot(...part);
    left *= rule.mu(k);
  }
  const velocity = [run.x[at] - run.x[last], run.y[at] - run.y[last]];
  const off = Math.hypot(sum[0] - velocity[0], sum[1] - velocity[1]);
  return { parts, sum, velocity, agrees: off <= CLOSE * added + 1e-14 };
}

/** What a momentum means: steps until half is forgotten and until nine tenths of the full speed, the gain, and what is left of ten steps ago. */
export function meaning(mu) {
  const steps = (share) => (mu > 0 && mu < 1 ? Math.log(share) / Math.log(mu) : mu > 0 ? Infinity : 0);
  return { half: steps(0.5), gain: 1 / (1 - mu), full: Math.ceil(steps(0.1)), tenth: mu ** BACK };
}

/** The bars of one coordinate: the newest `most` by themselves, what is older in one. */
export function bars(parts, axis, most) {
  const values = parts.map((part) => part[axis]);
  const older = values.slice(most).reduce((sum, value) => sum + value, 0);
  return { newest: values.slice(0, most), older };
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `value`: an axis that seldom changes. 0 stays 0. */
export function roof(value) {
  if (!(value > 0 && value < Infinity)) return 0;
  const base = 10 ** Math.floor(Math.log10(value));
  return base * [1, 2, 5, 10].find((lead) => lead * base >= value * (1 - 1e-9));
}
