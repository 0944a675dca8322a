/** What the lab says of trials. */
import { pretty } from "../numbers.js";
import { symbol } from "../symbols.js";
import { say, sentence, t } from "../words.js";
import { tested, whole } from "./moment.js";
import { told } from "./warp.js";

/** The name of an axis up to the first stop: what follows explains it. */
export const nameOf = (axis) => say(axis.title).split(/[:;,(]/)[0].trim() || axis.name;

const sign = (axis) => (axis.symbol && symbol(axis.symbol)?.textContent) || "";

/** Its sign, or its name where it has none. */
export const shortName = (axis) => sign(axis) || nameOf(axis);

/** The title of an axis, in two parts: its name and its sign. */
export const titleParts = (axis) => [nameOf(axis), sign(axis)];

export const axisTitle = (axis) => titleParts(axis).filter(Boolean).join(" ");

/** A score to read, with its unit. */
export function scored(score, { measure }) {
  if (score === null) return t("search.failed");
  const unit = measure.unit ? `\u00a0${say(measure.unit)}` : "";
  return pretty(score) + unit;
}

export const bestWords = (best, about) => (best ? t("search.best", { score: scored(best.score, about) }) : "");

/** "values tested: 3 of η, 3 of μ" */
export function testedWords(trials, axes) {
  if (!trials.length) return "";
  const counts = tested(trials, axes).map((count, i) => t(axes[i].options ? "search.kinds" : "search.values", { count, of: shortName(axes[i]) }));
  return t("search.tests", { counts: counts.join(", ") });
}

export const settingsWords = (settings, axes) => axes.map((axis) => `${nameOf(axis)} ${told(axis, settings[axis.name])}`).join(", ");

/** What a score of a trial is called. @param partly whether that is still on its way */
export const measureName = ({ measure }, partly) => say(partly ? measure.early : measure.title);

/** A trial in a sentence. */
export function trialWords(trial, about, called) {
  const { axes, epochs } = about;
  const partly = !whole(trial, about);
  const length = partly ? t("search.short", { epochs: trial.epochs, all: epochs }) : "";
  return sentence(t("search.trial", { name: called, number: trial.number + 1, settings: settingsWords(trial.settings, axes), measure: measureName(about, partly), score: scored(trial.score, about), length })).trim();
}

/** What is read beside its dot: a line each. */
export const trialLines = (trial, about) => [
  t("search.trial-head", { number: trial.number + 1, length: whole(trial, about) ? "" : t("search.short", { epochs: trial.epochs, all: about.epochs }) }),
  ...about.axes.map((axis) => [axisTitle(axis), told(axis, trial.settings[axis.name])]),
  [measureName(about, !whole(trial, about)), scored(trial.score, about)],
];

/** A moment of a budget in whole trainings. */
export const trainings = (spent, epochs) => String(Number((spent / epochs).toFixed(1)));
