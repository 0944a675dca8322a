/** The scales of scores: one for the colours of all landscapes, from the best to where hardly anything is learnt, and one for curves. */
import { onceFor } from "./keeping.js";

const [DEEP, SEEN] = [0.005, 0.75]; // the shares of the scores between which colours lie: what blows up would take them all, and so would one lucky place
const DEEPEST = 12; // decades
const ROOM = 0.04; // of a chart, above and below
const DOTS = 0.07; // that dots take as well

/** @returns {log, low, high}, of a logarithmic scale in decades; null while there is no score */
export const heights = (search) => (search.land ? ofLand(search.land, search.about.measure) : ofTrials(search));

const ofLand = onceFor(({ values }, measure) => colouring(values, measure));
const ofTrials = onceFor(({ trials, about }) => colouring(scores(trials), about.measure));
const scores = (trials) => trials.flat(2).map(({ score }) => score);

function colouring(values, measure) {
  const sorted = among(values, measure);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return between(at(DEEP), at(SEEN), measure);
}

/** The scale of one axis on which scores stand, those of the landscape and of all trials; what is as far again above the others is not among them. */
export const tall = onceFor((search) => {
  const scale = heights(search);
  if (!scale) return null;
  const { measure } = search.about;
  const all = among([...(search.land?.values ?? []), ...scores(search.trials)], measure);
  const [lowest, highest] = [all[0], all.at(-1)].map((score) => (measure.log ? Math.log10(score) : score));
  const low = Math.min(scale.low, measure.log ? Math.max(lowest, scale.high - DEEPEST) : lowest);
  const high = Math.min(Math.max(highest, scale.high), 2 * scale.high - low);
  const room = DOTS * (high - low);
  return { ...scale, low: low - room, high: high + room };
});

/** The scale of the best so far, from the best of all to the first that are worth a look. */
export const lows = onceFor(({ about, curves }) => {
  const known = curves.filter(Boolean);
  const all = among(known.flatMap(({ low, middle }) => [...low, ...middle]), about.measure);
  const first = among(known.map(({ middle }) => middle.find((value) => value !== null) ?? null), about.measure);
  const scale = between(all[0], first.at(-1) ?? all.at(-1), about.measure);
  const room = scale && ROOM * (scale.high - scale.low);
  return scale && { ...scale, low: scale.low - room, high: scale.high + room };
});

const among = (values, { log }) => Float64Array.from([...values].filter((value) => value !== null && Number.isFinite(value) && (!log || value > 0))).sort();

function between(low, high, { log }) {
  if (low === undefined || high === undefined) return null;
  const [from, to] = log ? [Math.max(Math.log10(low), Math.log10(high) - DEEPEST), Math.log10(high)] : [low, high];
  return { log, low: from, high: to > from ? to : from + 1 };
}

/** Where a score lies on it: 0 is the best. */
export const shareOn = ({ log, low, high }, score) => ((log ? Math.log10(Math.max(score, 1e-300)) : score) - low) / (high - low);
