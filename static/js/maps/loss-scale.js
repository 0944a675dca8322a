/** The scales of the curves of runs: steps across, loss up, one for all of them. */
import { linearTicks } from "../traces/ticks.js";
import { heatScale } from "./heat-scale.js";
import { rounded } from "../traces/scale.js";

const HEADROOM = 1; // decades above the highest start: what climbs further leaves the picture

/** @returns {steps, up, base}: `up` as of `scaleOf` */
export function curvesScale({ about, runs }) {
  const seen = runs.filter(({ curves }) => curves?.size).map(({ curves }) => {
    const values = Float64Array.from([...curves.values()].flatMap((curve) => [...curve]));
    return { values, state: Uint8Array.from(values, (value) => (Number.isFinite(value) ? 0 : 1)), starts: [...curves.values()].map(([first]) => first) };
  });
  const before = seen.flatMap(({ starts }) => starts);
  const heat = heatScale({ about: { measure: "loss", floor: about.floor ?? null, before }, runs: seen });
  const up = heat?.log && heat.above ? { ...heat, high: heat.high + HEADROOM } : heat;
  return { steps: about.steps, up: rounded(up), base: heat?.base ?? 0 };
}

/** The path of a curve in a box, and whether and where it breaks off: {d, end: [x, y] or null}. */
export function curvePath(curve, at, { steps, up, base }, { left, top, width, height }) {
  let d = "";
  let end = null;
  for (let i = 0; i < curve.length; i++) {
    if (!Number.isFinite(curve[i])) return { d, end };
    const above = curve[i] - base;
    const share = ((up.log ? Math.log10(Math.max(above, 1e-300)) : above) - up.low) / (up.high - up.low);
    end = [left + ((at[i] ?? i) / steps) * width, top + (1 - Math.min(1, Math.max(0, share))) * height];
    d += `${d ? "L" : "M"}${end[0].toFixed(1)} ${end[1].toFixed(1)}`;
  }
  return { d, end };
}

export const stepTicks = (steps, count) => linearTicks(0, steps, count);
