/** What has come of trainings, and what each event of their stream makes of it. */
import { WAITING } from "../asking.js";

/**
 * Trainings of which nothing has come yet:
 *   of        what was asked
 *   start     what the server says before the first update: {data: {kind, classes, window, points}, runs: [{parameters, updates, sizes}], epochs}
 *   epochs    for each run, by epoch (0 is before the first update): {run, epoch, loss, accuracy, gradient, ratio, dead}
 *   pictures  for each run, in order of epoch: {run, epoch, ...}: regions of the plane, or a table of mistakes
 *   blown     for each run the epoch in which its weights blew up, or undefined
 *   done      {runs: [{status, best, test, seconds}]} once all is trained, or null
 */
export const nothing = (of) => ({ of, start: null, epochs: of.runs.map(() => []), pictures: of.runs.map(() => []), blown: [], done: null, ...WAITING });

/** Trainings are seen one after the other if each of the runs is still there: all else that is seen comes with them. */
export const alike = (one, other) => one.of.runs.length === other.of.runs.length;

/** The lists grow in place. */
export function taken(training, name, said) {
  if (name === "start") return { ...training, start: said };
  if (name === "done") return { ...training, done: said, busy: false, ended: true };
  if (name === "epoch") training.epochs[said.run][said.epoch] = said;
  if (name === "picture") training.pictures[said.run].push(said);
  if (name === "blown") training.blown[said.run] = said.epoch;
  return { ...training };
}

/** Epochs as the clock of the player has them: a race of as many steps. */
export function clock({ start, epochs, ended }) {
  if (!start) return null;
  return { series: epochs.map(({ length }) => ({ count: length })), steps: start.epochs, ended, ids: [] };
}

/** The share of the work that is done. */
export const shareOf = ({ start, epochs }) => epochs.reduce((sum, { length }) => sum + length, 0) / (epochs.length * (start.epochs + 1));
