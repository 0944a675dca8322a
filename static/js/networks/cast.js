/** The runs of a training as they are drawn: what they are called, how they look, which are hidden. */
import { names } from "../runs.js";
import { t } from "../words.js";

/** @returns [{index, slot, name, hidden, looked}]; `looked` says that it, or none, is looked at in detail */
export function cast({ spec, view, data }) {
  const { runs } = spec;
  const called = names(runs);
  const focus = seenAlone({ view, data }) ? view.focus : null;
  return (data.training?.start?.runs ?? runs).map((_, index) => ({
    index,
    slot: runs[index]?.look.slot ?? index,
    name: called[index] ?? t("drawn.run", { number: index + 1 }),
    hidden: runs[index]?.look.hidden ?? false,
    looked: (focus ?? index) === index,
  }));
}

/** Whether one of them is looked at, and so all others are away. */
export const seenAlone = ({ view, data }) => Boolean(data.training?.start?.runs[view.focus]);

/** Look at all again; whether there was one alone. */
export function seeAll(store) {
  const alone = seenAlone(store);
  if (alone) store.put("view", { focus: null });
  return alone;
}

/** Those of them with a picture: the one that is looked at, else all that are not hidden. */
export const pictured = (runs) => runs.filter(({ hidden, looked }) => looked && !hidden);
