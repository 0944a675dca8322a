/** What each run of a race may spend: {of: "gradients" | "cost" | "epochs", most}, or nothing: then all have the same steps. */
import { entry, filled, limits, passes } from "./catalogue.js";
import { oneOf, readWhole } from "./pieces.js";

/** The examples behind the surface of a race; 0 where it is a formula. */
export const rowsOf = ({ surface }) => entry("surfaces", surface.kind).rows;

/** How many examples a step of a race looks at: those of a mini-batch, or all. */
export function examples(spec) {
  const rows = rowsOf(spec);
  const noise = entry("noises", spec.noise.kind);
  return { rows, each: noise.needs_rows ? Math.min(rows, filled(noise, spec.noise).batch_size) : rows };
}

/**
 * For each currency the column of a run's list that counts it, what one plain gradient step of a race takes of it, and
 * whether it needs a surface made of data.
 */
export const CURRENCIES = {
  steps: { column: null, step: () => 1 },
  gradients: { column: "grads", step: () => 1 },
  cost: { column: "cost", step: () => passes.grad },
  epochs: { column: "epochs", step: (spec) => examples(spec).each / examples(spec).rows, data: true },
};

/** The currencies in which a race can be counted. */
export const currenciesOf = (spec) => Object.keys(CURRENCIES).filter((one) => !CURRENCIES[one].data || rowsOf(spec) > 0);

/** The axis that is asked for, or, where a race cannot be counted in it, its steps. */
export const axisOf = ({ axis }, race) => (!CURRENCIES[axis].data || race?.series.some((one) => one[CURRENCIES[axis].column]) ? axis : "steps");

/** The column that a currency is counted in; null stands for the steps themselves. */
export const columnOf = (currency) => CURRENCIES[currency].column;

/** A budget as a piece of a link and back. */
export const written = (budget) => (budget ? `${budget.of}:${budget.most}` : null);
export function read(text) {
  const [of, most] = text.split(":");
  return { of: oneOf(Object.keys(CURRENCIES).filter((one) => CURRENCIES[one].column), of), most: readWhole(most ?? "", 1, limits.steps) };
}

/** The same budget in another currency, for a run that asks one gradient a step. */
export function exchanged(amount, from, to, spec) {
  const most = Math.round((amount / CURRENCIES[from].step(spec)) * CURRENCIES[to].step(spec));
  return Math.min(limits.steps, Math.max(1, most));
}

/** The steps of the longest run, `limit` at most: where it is not over, as many as the budget carries at its pace so far. */
export function carried({ of, most }, series, limit) {
  const steps = series.filter(({ count }) => count > 0).map((one) => {
    const at = one.count - 1;
    const spent = one[columnOf(of)]?.[at];
    if (one.result) return at;
    return spent ? Math.max(at, Math.min(limit, Math.ceil((most * at) / spent))) : limit;
  });
  return steps.length ? Math.max(1, ...steps) : limit;
}
