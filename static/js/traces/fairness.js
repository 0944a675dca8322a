/** Whether runs stand on equal terms: what each has spent, and with how many trials it was tuned. */

const ALIKE = 1.05; // within a few per cent it is the same

/**
 * @param runs [{name, steps, status, cost, trials, gradients, batch, rows}] that are looked at, each at its end; `batch` is
 *   the share of the data, which has `rows`, that a question looks at
 * @param of "steps", "gradients", "cost" or "epochs": what all were given the same of
 * @returns null where there is nothing to compare, else {fair, remarks: [{key, values}]}
 */
export function verdict(runs, of) {
  if (runs.length < 2) return null;
  const tuning = tuned(runs.map(({ trials }) => trials));
  const remarks = [...spending(runs, of), ...(of === "gradients" ? unbound(runs) : [])];
  if (!remarks.length && tuning.alike) return { fair: true, remarks: [tuning] };
  if (!tuning.alike) remarks.push(tuning);
  else if (tuning.values.trials) remarks.push({ key: "fair.all-tuned", values: tuning.values });
  return { fair: false, remarks };
}

/** Who spent most and least; with equal steps told by the step. Who broke off or converged spent what they needed. */
function spending(runs, of) {
  const whole = runs.filter(({ status, steps, cost }) => status === "finished" && steps > 0 && cost > 0);
  const sizes = whole.toSorted((a, b) => b.batch - a.batch);
  if (of !== "epochs" && sizes.length && sizes[0].batch > ALIKE * sizes.at(-1).batch) return [unequalBatches(sizes[0], sizes.at(-1))];
  const price = { steps: ({ cost, steps }) => cost / steps, epochs: ({ cost, batch }) => cost * batch }[of] ?? (({ cost }) => cost);
  const spent = whole.map((run) => ({ name: run.name, cost: price(run) })).sort((a, b) => b.cost - a.cost);
  const [dear, cheap] = [spent[0], spent.at(-1)];
  if (!dear || dear.cost <= ALIKE * cheap.cost) return [];
  return [{ key: `fair.unequal-${of}`, values: { dearest: dear.name, most: dear.cost, cheapest: cheap.name, least: cheap.cost } }];
}

function unequalBatches(large, small) {
  const size = ({ batch, rows }) => Math.round(batch * rows);
  return { key: "fair.unequal-batches", values: { dearest: large.name, most: size(large), cheapest: small.name, least: size(small) } };
}

/** A budget of gradients does not hold who asks for none. */
function unbound(runs) {
  const free = runs.filter(({ gradients }) => gradients === 0).map(({ name }) => name);
  return free.length ? [{ key: "fair.unbound", values: { names: free.join(", ") } }] : [];
}

function tuned(trials) {
  const [least, most] = [Math.min(...trials), Math.max(...trials)];
  if (least === most) return { alike: true, key: most ? "fair.equal-tuned" : "fair.equal", values: { trials: most } };
  const count = trials.filter(Boolean).length;
  if (count < trials.length) return { alike: false, key: "fair.some-tuned", values: { count, of: trials.length } };
  return { alike: false, key: "fair.tuned-unequally", values: { least, most } };
}
