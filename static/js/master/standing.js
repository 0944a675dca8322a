/** How a search stands: what was found so far, what it cost, what happened on the way. All of it read off its state. */
import { endOf, inOrder, isOver, piecesOf, scoreOf } from "./state.js";

/** Best score so far against epochs trained in all, a step for each trial that is over: [{epochs, score, number, better}]. */
export function bestSoFar(trials) {
  let epochs = 0;
  let best = Infinity;
  return inOrder(trials).map((trial) => {
    epochs += trial.scores.length;
    const score = trial.state === "complete" ? scoreOf(trial) ?? Infinity : Infinity;
    const better = score < best;
    if (better) best = score;
    return { epochs, score: best, number: trial.number, better };
  });
}

/** How many trials are in each state. */
export function counted(trials) {
  const found = {};
  for (const { state } of trials) found[state] = (found[state] ?? 0) + 1;
  return found;
}

/** What each worker did: {name: {trials, epochs, seconds, killed}}. */
export function workOf({ trials }, now) {
  const found = {};
  for (const trial of trials) {
    const pieces = piecesOf(trial);
    pieces.forEach((piece, i) => {
      const mine = (found[piece.worker] ??= { trials: 0, epochs: 0, seconds: 0, killed: 0 });
      const reached = pieces[i + 1]?.epoch ?? trial.scores.length;
      mine.trials += 1;
      mine.epochs += Math.max(0, reached - piece.epoch);
      mine.seconds += Math.max(0, (piece.to ?? now) - piece.from);
      mine.killed += piece.ended === "killed";
    });
  }
  return found;
}

/** What happened, newest first: {at, kind: "killed" | "killed-idle" | "broke-idle" | "stopped" | "resumed" | "pruned" | "failed" | "best", number, worker, epoch, score}. */
export function happened({ trials, workers }) {
  const events = trials.flatMap((trial) => {
    const { number } = trial;
    return piecesOf(trial).flatMap((piece, i, all) => {
      const { worker, ended } = piece;
      const told = [];
      if (piece.again) told.push({ at: piece.from, kind: "resumed", number, worker, epoch: piece.epoch, before: all[i - 1].worker });
      if (ended === "killed" || ended === "stopped") told.push({ at: piece.to, kind: ended, number, worker });
      return told;
    });
  });
  const ends = trials.filter(({ state }) => state === "pruned" || state === "failed").map((trial) =>
    ({ at: endOf(trial), kind: trial.state, number: trial.number, worker: trial.spans.at(-1)?.worker, epoch: trial.scores.length, score: scoreOf(trial) }));
  const at = new Map(trials.map((trial) => [trial.number, endOf(trial)]));
  const better = bestSoFar(trials).filter((one) => one.better).map(({ number, score }) => ({ at: at.get(number), kind: "best", number, score }));
  const told = new Set(events.filter(({ kind }) => kind === "killed").map(({ worker }) => worker));
  const had = new Set(trials.flatMap(({ spans }) => spans.map(({ worker }) => worker)));
  const early = ({ name, ended }) => (ended === "killed" && !told.has(name)) || (ended === "broke" && !had.has(name));
  const idle = workers.filter(early).map(({ name, ended, seen }) => ({ at: seen, kind: `${ended}-idle`, number: null, worker: name }));
  return [...events, ...ends, ...better, ...idle].filter((one) => one.at !== null).sort((a, b) => b.at - a.at || b.number - a.number);
}

/** The share of a search that is behind it, from 0 to 1: trials that are over, and of those that run what they trained. */
export function progressOf({ trials, epochs }) {
  const done = trials.reduce((sum, trial) => sum + (isOver(trial) ? 1 : trial.scores.length / epochs), 0);
  return done / Math.max(1, trials.length);
}
