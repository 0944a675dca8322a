/** Whether runs stand on equal terms: what each has spent, and with how many trials it was tuned. */

const ALIKE = 1.05; // within a few per cent it is the same

/**
 * @param runs [{name, steps, status, cost, trials, gradients}] that are looked at, each at its end
 * @param of "steps", "gradients" or "cost": what all were given the same of
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
  const spent = runs
    .filter(({ status, steps, cost }) => status === "finished" && steps > 0 && cost > 0)
    .map(({ name, steps, cost }) => ({ name, cost: of === "steps" ? cost / steps : cost }))
    .sort((a, b) => b.cost - a.cost);
  const [dear, cheap] = [spent[0], spent.at(-1)];
  if (!dear || dear.cost <= ALIKE * cheap.cost) return [];
  return [{ key: `fair.unequal-${of}`, values: { dearest: dear.name, most: dear.cost, cheapest: cheap.name, least: cheap.cost } }];
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
