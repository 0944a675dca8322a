/** A search in words: spans of time, trials, settings, scores. */
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";

/** Seconds as people say them: 42 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return t("master.seconds", { s: seconds > 0 && seconds < 10 && whole !== seconds ? seconds.toFixed(1) : whole });
  if (whole < 3600) return t(whole % 60 ? "master.minutes-seconds" : "master.minutes", { m: Math.floor(whole / 60), s: whole % 60 });
  return t(whole % 3600 >= 60 ? "master.hours-minutes" : "master.hours", { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
}

/** A clock of the day, for something that began at `time` (seconds). */
export const clockTime = (time) => new Date(1000 * time).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

/** How the score of a search is called: {title, unit}. */
export const measureOf = ({ measure: { title, unit } }) => ({ title: say(title), unit: unit ? say(unit) : "" });

/** The same above an axis. */
export function scoreAxis(state) {
  const { title, unit } = measureOf(state);
  return unit ? `${title} (${unit})` : title;
}

/** A score with its unit. */
export function scoreWords(score, { unit }) {
  if (score === null || score === undefined) return "–";
  return unit ? `${pretty(score)}\u00a0${unit}` : pretty(score);
}

/** A value of a setting: close to 1 with all its nines. */
export const valueWords = (value) => (typeof value === "number" ? pretty(value, Math.abs(value) < 1 && Math.abs(value) >= 0.9 ? 4 : 3) : String(value));

/** The class of everything that stands for a trial: it has one colour in all drawings. */
export const lookOf = (trial, best) => `trial-${trial.state}${trial.number === best ? " trial-best" : ""}`;
