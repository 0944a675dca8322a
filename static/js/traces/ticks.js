/** Where an axis has its ticks, and what they say. */
import { power, pretty } from "../numbers.js";

/** A round step so that about `count` of them fill `span`. */
export function roundStep(span, count) {
  const rough = span / Math.max(1, count);
  const base = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / base;
  return base * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** Ticks of a linear axis: [{at, label}]. */
export function linearTicks(low, high, count) {
  const step = roundStep(high - low, count);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const far = Math.max(Math.abs(low), Math.abs(high)) >= 1e5 || step < 1e-4;
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    const at = k * step;
    ticks.push({ at, label: far ? pretty(at, 4) : at.toFixed(digits).replace(/^-(?=.*[1-9])/, "−").replace(/^-/, "") });
  }
  return ticks;
}

/** Ticks of a logarithmic axis, at whole decades; `low` and `high` are powers of ten. */
export function logTicks(low, high, count) {
  const step = Math.max(1, Math.ceil((high - low) / Math.max(1, count)));
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9) * step; k <= high + 1e-9; k += step) {
    ticks.push({ at: k, label: k >= -2 && k <= 3 ? String(Number((10 ** k).toPrecision(1))) : power(k) });
  }
  return ticks;
}
