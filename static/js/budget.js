/** What each run of a race may spend: {of: "gradients" | "cost", most}, or nothing: then all have the same steps. */
import { limits, passes } from "./catalogue.js";
import { oneOf, readWhole } from "./pieces.js";

/** For each currency the column of a run's list that counts it, and what one plain gradient step takes of it. */
export const CURRENCIES = {
  steps: { column: null, step: 1 },
  gradients: { column: "grads", step: 1 },
  cost: { column: "cost", step: passes.grad },
};

/** The column that a currency is counted in; null stands for the steps themselves. */
export const columnOf = (currency) => CURRENCIES[currency].column;

/** A budget as a piece of a link and back. */
export const written = (budget) => (budget ? `${budget.of}:${budget.most}` : null);
export function read(text) {
  const [of, most] = text.split(":");
  return { of: oneOf(["gradients", "cost"], of), most: readWhole(most ?? "", 1, limits.steps) };
}

/** The same budget in another currency, for a run that asks one gradient a step. */
export function exchanged(amount, from, to) {
  const most = Math.round((amount / CURRENCIES[from].step) * CURRENCIES[to].step);
  return Math.min(limits.steps, Math.max(1, most));
}

/** The steps of the longest run: where it is not over, as many as the budget carries at its pace so far. */
export function carried({ of, most }, series) {
  const steps = series.filter(({ count }) => count > 0).map((one) => {
    const at = one.count - 1;
    const spent = one[columnOf(of)][at];
    if (one.result) return at;
    return spent ? Math.max(at, Math.min(most, Math.ceil((most * at) / spent))) : most;
  });
  return steps.length ? Math.max(1, ...steps) : most;
}
