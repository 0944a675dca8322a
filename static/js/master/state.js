/** What the server says of a search, kept up to date: whole at first, then what changed. */
import { t } from "../words.js";

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

/**
 * A state with the workers that were started here and have not reported yet.
 * @param coming how many were asked for of which the server has not told: {coming} of the state
 */
export function withStarting(state, coming = 0) {
  const told = state.workers.map((one) => (one.pid === null && one.ended === null ? { ...one, state: "starting" } : one));
  const known = new Set(told.map(({ name }) => name));
  const silent = state.local.started.filter((name) => !known.has(name)).map((name) => ({ name, state: "starting", host: null, pid: null, trial: null, ended: null }));
  return ordered({ ...state, coming, workers: [...told, ...silent] });
}

/** How many workers are on their way. */
export const startingOf = ({ workers, coming }) => coming + workers.filter((one) => one.state === "starting").length;

/** How a search is in words: nobody waits for workers that are on their way. */
export function stateWords(state) {
  const starting = startingOf(state);
  const early = state.state === "waiting" || state.state === "running";
  if (!early || !starting || state.workers.some((one) => one.ended === null && one.state !== "starting")) return t(`master.search-${state.state}`);
  return t(starting === 1 ? "master.search-starting-one" : "master.search-starting", { count: starting });
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
