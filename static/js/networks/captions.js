/** A training in words, for pictures that are taken away: what is trained, the epoch that is seen, how each run stands. */
import { t } from "../words.js";
import { cast } from "./cast.js";
import { shownEpoch } from "./moment.js";
import { learner, trained } from "./paper.js";
import { runWords } from "./told.js";

/** @returns {title, lines} */
export function captions(store) {
  const { training } = store.data;
  const epoch = shownEpoch(store);
  const runs = cast(store).filter(({ hidden }) => !hidden);
  const seen = t("drawn.seen", { epoch, epochs: training.start.epochs });
  return { title: t("networks.training-heading"), lines: [...trained(store.spec).map((parts) => parts.join(" · ")), seen, ...runs.map((run) => runWords(training, { ...run, name: learner(store.spec.runs[run.index]) }, epoch)).filter(Boolean)] };
}
