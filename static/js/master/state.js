/** What the server says of a search, kept up to date: whole at first, then what changed. */

const KEYS = { trials: "number", workers: "name" }; // lists, and by what their members are known

/** A state as it is told first: its lists in their order, w2 before w10. */
export const ordered = (state) => ({ ...state, ...Object.fromEntries(Object.entries(KEYS).map(([list, key]) => [list, sorted(state[list], key)])) });

/** A state with a change laid over it: of a list the members that it names, of everything else the new value. */
export function merged(state, change) {
  const next = { ...state, ...change };
  for (const [list, key] of Object.entries(KEYS)) {
    if (change[list]) next[list] = joined(state[list], change[list], key);
  }
  return next;
}

function joined(before, changed, key) {
  const all = new Map(before.map((one) => [one[key], one]));
  for (const one of changed) all.set(one[key], one);
  return sorted([...all.values()], key);
}

const sorted = (list, key) => [...list].sort((a, b) => String(a[key]).localeCompare(String(b[key]), "en", { numeric: true }));

/** A state with the workers that were started here and have not reported yet. */
export function withStarting(state) {
  const known = new Set(state.workers.map(({ name }) => name));
  const coming = state.local.started.filter((name) => !known.has(name)).map((name) => ({ name, state: "starting", host: null, pid: null, trial: null, ended: null }));
  return coming.length ? ordered({ ...state, workers: [...state.workers, ...coming] }) : state;
}

/** The score that counts for a trial: the last it has, null where there is none that can be compared. */
export const scoreOf = ({ score }) => (Number.isFinite(score) ? score : null);

/** Whether a trial is behind the search, one way or another. */
export const isOver = ({ state }) => state === "complete" || state === "pruned" || state === "failed";

/** When a trial was left by its last worker, null while it is trained or waits. */
export const endOf = ({ spans }) => spans.at(-1)?.to ?? null;

/** Trials in the order in which they came to their end. */
export const inOrder = (trials) => trials.filter(isOver).sort((a, b) => endOf(a) - endOf(b) || a.number - b.number);

/** From {from: epoch, span} for each piece of a trial: a later one goes on where its checkpoint was. */
export const piecesOf = (trial) => trial.spans.map((span, i) => ({ ...span, number: trial.number, epoch: i ? (trial.resumed_at[i - 1] ?? 0) : 0, again: i > 0 }));
