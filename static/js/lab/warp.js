/** The scales of a search: where a value lies in its range, and which values an axis names. */
import { pretty } from "../numbers.js";
import { ticksOf } from "../traces/scale.js";
import { say } from "../words.js";

const OVER = { linear: (value) => value, log: Math.log10, mirror: (value) => -Math.log10(1 - value) };
const LEADS = [1, 5, 2]; // of a decade of 1 - x, as there is room

/** The ends of an axis on its scale; half a number further out where they are whole, so that the first is as wide as the others. */
function ends({ low, high, scale, whole }) {
  const half = whole ? 0.5 : 0;
  return [OVER[scale](low - half), OVER[scale](high + half)];
}

/** The share of its axis at which a value lies. */
export function shareAt(axis, value) {
  if (axis.options) return (axis.options.findIndex((one) => one.value === value) + 0.5) / axis.options.length;
  const [low, high] = ends(axis);
  return (OVER[axis.scale](value) - low) / (high - low);
}

/** A value to read; what is near 1 is told by how far it is from there. */
export function told(axis, value) {
  if (axis.options) return say(axis.options.find((one) => one.value === value)?.title) || value;
  return axis.scale === "mirror" && value > 0.9 ? String(Number(value.toPrecision(6))) : pretty(value, axis.whole ? 4 : 3);
}

/** About `count` ticks of an axis: [{at: share, label}]; of options every one, by its name. */
export function ticksAlong(axis, count) {
  if (axis.options) return axis.options.map(({ value, title }) => ({ at: shareAt(axis, value), label: say(title) }));
  if (axis.scale === "mirror") return mirrored(axis, count);
  const [low, high] = ends(axis);
  const ticks = ticksOf({ log: axis.scale === "log", low, high }, count).map(({ share, label }) => ({ at: share, label }));
  return axis.whole ? ticks.filter(({ label }) => Number.isInteger(Number(label))) : ticks;
}

/** 0, 0.9, 0.99, 0.999; between them 0.5 and 0.8 of each where there is room. */
function mirrored(axis, count) {
  const [low, high] = ends(axis);
  for (let leads = LEADS.length; leads > 0; leads--) {
    const values = [];
    for (let k = Math.floor(low); k <= Math.ceil(high); k++) {
      for (const lead of LEADS.slice(0, leads)) values.push(1 - lead * 10 ** -k);
    }
    const inside = values.filter((value) => value >= axis.low - 1e-12 && value <= axis.high + 1e-12);
    if (inside.length <= count || leads === 1) return inside.map((value) => ({ at: shareAt(axis, value), label: String(Number(value.toPrecision(6))) }));
  }
  return [];
}

/** The edges of the decades within an axis, as shares from 0 to 1; of a linear one too. */
export function decadesOf(axis) {
  const mirror = axis.scale === "mirror";
  const [low, high] = mirror ? [1 - axis.high, 1 - axis.low] : [axis.low, axis.high];
  if (axis.options || axis.whole || high <= 0 || high / Math.max(low, 1e-12) < 10) return [];
  const edges = [];
  for (let k = Math.ceil(Math.log10(Math.max(low, high * 1e-8)) - 1e-9); k <= Math.floor(Math.log10(high) + 1e-9); k++) {
    const value = mirror ? 1 - 10 ** k : 10 ** k;
    edges.push({ value, at: shareAt(axis, value) });
  }
  return edges.filter(({ at }) => at > 1e-6 && at < 1 - 1e-6);
}
