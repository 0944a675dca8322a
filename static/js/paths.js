/**
 * The paths of a race as curves to draw. Where a run is inspected the others are faint, and beneath it; of a repeated
 * run the path is thin, unless it is the one that is inspected.
 */
import { inspectedRun } from "./inspect.js";
import { lineOf } from "./look.js";

/** @param theme an answer of `colours` @returns curves as `Trails` and heads draw them */
export function pathsOf(store, theme) {
  const { race } = store.data;
  const inspected = inspectedRun(store)?.look.slot;
  const curves = store.spec.runs.flatMap(({ look: { id, slot, hidden } }) => {
    const series = race?.series[race.ids.indexOf(id)];
    const line = lineOf(slot, theme);
    const faint = inspected !== undefined && slot !== inspected;
    const thin = Boolean(series?.repeats) && slot !== inspected;
    return series ? [{ series, xs: "x", ys: "y", hidden, slot, ...line, stroke: faint ? line.gap : line.stroke, thin }] : [];
  });
  return curves.sort((one, other) => (one.slot === inspected) - (other.slot === inspected));
}
