/** What is searched: the axes of a search in words, and values as shares of their length. */
import { entry } from "../catalogue.js";
import { pretty } from "../numbers.js";
import { ticksOf } from "../traces/scale.js";
import { linearTicks } from "../traces/ticks.js";
import { say } from "../words.js";
import { valueWords } from "./words.js";

const WORDY = 1.5; // times the room of a number that a word takes

/** What is plotted of a value: on a mirrored scale how near it is to 1. */
const BENT = { linear: (value) => value, log: Math.log10, mirror: (value) => -Math.log10(1 - value) };

/** The axes of a search in the page's language: [{name, title, symbol, low, high, scale} or {name, title, symbol, options}]. */
export const axesOf = ({ axes }) => axes.map((axis) => ({ ...axis, title: say(axis.title).split(/[:;,(]/)[0].trim() }));

/** What of a target may be searched, likewise. */
export const spaceOf = (kind) => axesOf({ axes: entry("targets", kind).space });

/** "learning rate 0.13, momentum 0.95". */
export const settingsWords = (axes, settings) => axes.filter(({ name }) => settings && name in settings).map(({ name, title }) => `${title}\u00a0${valueWords(settings[name])}`).join(", ");

const optionWords = ({ title }) => say(title);

/** Where a value lies between both ends of its axis, from 0 to 1; options one beside the other. */
export function scaled({ low, high, scale, options }, value) {
  if (options) return (options.findIndex((one) => one.value === value) + 0.5) / options.length;
  const [from, at, to] = [low, value, high].map(BENT[scale]);
  return (at - from) / (to - from);
}

/** Ticks [{at, label}] of an axis, at shares of its length; of more options than there is room for, that of the best alone. */
export function scaleTicks(axis, count, best) {
  const { low, high, scale, options } = axis;
  if (options) {
    const few = options.length <= count / WORDY;
    return options.map((option, i) => ({ at: (i + 0.5) / options.length, label: few || option.value === best ? optionWords(option) : "" }));
  }
  if (scale === "mirror") return mirrorTicks(axis);
  if (scale === "log") return ticksOf({ log: true, low: Math.log10(low), high: Math.log10(high) }, count).map(({ share, label }) => ({ at: share, label }));
  return linearTicks(low, high, count).map(({ at, label }) => ({ at: scaled(axis, at), label }));
}

/** 0, 0.9, 0.99 ...: as many nines as there are; both ends where that would be too few. */
function mirrorTicks(axis) {
  const nines = Array.from({ length: 7 }, (_, k) => Number((1 - 10 ** -k).toFixed(k)));
  const inside = nines.filter((value) => value >= axis.low && value <= axis.high);
  return (inside.length > 1 ? inside : [axis.low, axis.high]).map((value) => ({ at: scaled(axis, value), label: pretty(value, 6) }));
}
