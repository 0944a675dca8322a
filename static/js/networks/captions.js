/** A training in words, for pictures and paper: on what, which network, for how long; the epoch that is seen. */
import { chosen } from "../on-paper.js";
import { t } from "../words.js";
import { cast } from "./cast.js";
import { shownEpoch } from "./moment.js";
import { runWords } from "./told.js";

/** @returns its lines */
export function captions(store) {
  const { spec, data } = store;
  const { training } = data;
  const { data: set, batch } = spec.training ?? {};
  const epoch = shownEpoch(store);
  const seen = [t("drawn.seen", { epoch, epochs: training.start.epochs }), ...(batch ? [t("drawn.batch", { batch })] : [])];
  return [...(set ? [chosen("data", set).join(" · ")] : []), seen.join(" · "), ...cast(store).filter(({ hidden }) => !hidden).map((run) => runWords(training, run, epoch)).filter(Boolean)];
}
