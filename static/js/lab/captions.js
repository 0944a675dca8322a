/** A search in words, for pictures and paper: what is tuned, over which ranges, for how long; by whom. */
import { entry } from "../catalogue.js";
import { chosen } from "../on-paper.js";
import { shownStep } from "../player.js";
import { surfaceName } from "../surface-name.js";
import { withStudy } from "../tab-studies.js";
import { settingsOf } from "../takeaway/settings.js";
import { say, sentence, t } from "../words.js";
import { partial, percentOf } from "./part.js";
import { raced, tunedOf } from "./space.js";
import { told } from "./warp.js";
import { nameOf, trainings } from "./words.js";

/** Its lines, each a list of parts: what is searched, and the moment and the repeat that are seen of it. */
export function captions({ spec, view, data }) {
  const { search } = data;
  const { about } = search;
  const { target } = spec.search;
  const seen = t("search.seen-after", { spent: trainings(shownStep(view.frame, data.race), about.epochs), all: trainings(about.budget, about.epochs) });
  const repeat = about.repeats > 1 ? [t("search.repeat-of", { repeat: Math.min(view.repeat, about.repeats - 1) + 1, repeats: about.repeats })] : [];
  const race = [surfaceName(spec.surface, Infinity), say(entry("optimizers", tunedOf(spec).optimizer.kind).title), t("export.steps", { steps: spec.steps })];
  const ranges = about.axes.map((axis) => `${nameOf(axis)} ${axis.options ? "" : `${told(axis, axis.low)} – ${told(axis, axis.high)}`}`.trim());
  return [raced(spec.search) ? race : [say(about.target.title), ...settingsOf("targets", target, ({ name }) => name in target)], ranges, [t("search.equal", { trials: about.trials, epochs: about.budget })], [seen, ...repeat], ...(partial(search) ? [[t("search.part", { percent: percentOf(search) })]] : [])];
}

/** What a printed page of searches says above its pictures. */
export function onPaper(store) {
  const { spec, data } = store;
  const { study } = withStudy(spec);
  const lab = spec.tab === "lab" && data.search?.about ? [...captions(store), spec.search.strategies.map(searcher)] : [];
  return { heading: t(`search.${spec.tab}-heading`), lines: [...lab, ...(study ? [chosen("studies", study)] : [])] };
}

/** A strategy with what is chosen of its settings. */
function searcher(one) {
  const settings = settingsOf("strategies", one, ({ name }) => name in one);
  return sentence(say(entry("strategies", one.kind).title)) + (settings.length ? ` (${settings.join(", ")})` : "");
}
