/** A training as it stood after an epoch. */
import { shownStep } from "../player.js";

export const shownEpoch = ({ view, data }) => shownStep(view.frame, data.race);

/** The last of what was told, in order of epochs, at or before one; null where nothing was. */
export function at(list, epoch) {
  if (!list?.length) return null;
  for (let i = Math.min(list.length - 1, epoch); i >= 0; i--) if (list[i]?.epoch <= epoch) return list[i];
  return null;
}

/** Whether a number came. */
export const known = (value) => typeof value === "number" && Number.isFinite(value);

/** The epoch in which a run blew up, or null: nothing is told of it from then on, or it has no loss. */
export function brokenAt({ epochs, blown, done }, run) {
  const lost = (epochs[run] ?? []).find((one) => one && !known(one.loss.train));
  const ended = done?.runs[run];
  return blown?.[run] ?? lost?.epoch ?? (ended?.status === "diverged" ? ended.epochs + 1 : null);
}

/** The epochs of a run, and one of its numbers after each: pairs, NaN where there is none. */
export const course = (told, pick) => (told ?? []).filter(Boolean).map((one) => [one.epoch, pick(one) ?? NaN]);
