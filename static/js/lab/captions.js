/** A search in words, for pictures and paper: what is tuned, over which ranges, for how long; by whom. */
import { entry } from "../catalogue.js";
import { chosen } from "../on-paper.js";
import { surfaceName } from "../surface-name.js";
import { withStudy } from "../tab-studies.js";
import { settingsOf } from "../takeaway/settings.js";
import { say, sentence, t } from "../words.js";
import { partial, percentOf } from "./part.js";
import { raced, tunedOf } from "./space.js";
import { told } from "./warp.js";
import { nameOf } from "./words.js";

/** Its lines, each a list of parts. @param search what has come of it */
export function captions(spec, search) {
  const { about } = search;
  const { target } = spec.search;
  const race = [surfaceName(spec.surface, Infinity), say(entry("optimizers", tunedOf(spec).optimizer.kind).title), t("export.steps", { steps: spec.steps })];
  const ranges = about.axes.map((axis) => `${nameOf(axis)} ${axis.options ? "" : `${told(axis, axis.low)} – ${told(axis, axis.high)}`}`.trim());
  return [raced(spec.search) ? race : [say(about.target.title), ...settingsOf("targets", target, ({ name }) => name in target)], ranges, [t("search.equal", { trials: about.trials, epochs: about.budget })], ...(partial(search) ? [[t("search.part", { percent: percentOf(search) })]] : [])];
}

/** What a printed page of searches says above its pictures. */
export function onPaper({ spec, data }) {
  const { study } = withStudy(spec);
  const lab = spec.tab === "lab" && data.search?.about ? [...captions(spec, data.search), spec.search.strategies.map(searcher)] : [];
  return { heading: t(`search.${spec.tab}-heading`), lines: [...lab, ...(study ? [chosen("studies", study)] : [])] };
}

/** A strategy with what is chosen of its settings. */
function searcher(one) {
  const settings = settingsOf("strategies", one, ({ name }) => name in one);
  return sentence(say(entry("strategies", one.kind).title)) + (settings.length ? ` (${settings.join(", ")})` : "");
}
