/** What can be drawn over the steps of a race. */
import { breakOf } from "../arrays.js";

const DEEP = [16, 3]; // decades below and above the start, as for the loss
const NEAR = [3, 3];

/**
 * The curves to choose from, each said once:
 *   key      its name in links; its words are t(`curve.${key}`)
 *   column   the column of the server's that it is, or
 *   value    (run, i, minima) -> number, NaN where there is none
 *   update   whether it belongs to update i, which leads from point i to i + 1, and not to point i: drawn as a stair
 *   decades  how far below and above the values at the start it is shown; left out, all of it is
 *   goal     whether it needs minima
 *   signed   whether it may lie below zero, which a logarithmic axis shows as a gap
 *   log      false where it has a linear axis
 *   calm     whether runs that diverged have no say in how far its axis reaches
 *   note     the words beneath it, t(`curve.${note}-note`)
 */
const CURVES = [
  { key: "lr", column: "lr", update: true },
  { key: "gradient", column: "grad_norm", decades: DEEP },
  { key: "step", update: true, decades: DEEP, value: (run, i) => Math.hypot(moved(run, "x", i), moved(run, "y", i)) },
  { key: "distance", goal: true, decades: DEEP, value: (run, i, minima) => nearest(minima, run.x[i], run.y[i]) },
  { key: "effective-x", signed: true, update: true, decades: NEAR, note: "effective", value: (run, i) => effective(run, "x", "gx", i) },
  { key: "effective-y", signed: true, update: true, decades: NEAR, note: "effective", value: (run, i) => effective(run, "y", "gy", i) },
  { key: "kinetic", log: false, calm: true, note: "energy", value: kinetic },
  { key: "energy", log: false, calm: true, note: "energy", value: (run, i) => run.loss[i] + kinetic(run, i) },
];

export const USUAL = CURVES[0].key;
const DRIVEN = "settings.";

/** Every name a link may use for a curve, given the names of the settings that a schedule may drive. */
export const curveKeys = (settings) => [...CURVES.map(({ key }) => key), ...settings.map((name) => DRIVEN + name)];

/** The names of the settings that some run drives by a schedule, beside the learning rate. */
export function drivenIn(runs) {
  const names = runs.flatMap(({ schedules = {} }) => Object.keys(schedules));
  return [...new Set(names)].filter((name) => name !== USUAL);
}

/**
 * The curves of a race: those above, the distance where there is something to be near, and one for each driven setting.
 * Each answers value(run, i), where a run is its series.
 * @param driven [{name, log, steady}] with steady(run) the value of a run that does not drive it, NaN where it has none
 */
export function curvesOf(minima, driven) {
  const own = CURVES.filter(({ goal }) => !goal || minima.length).map((curve) => ({
    log: true,
    ...curve,
    value: curve.value ? (run, i) => curve.value(run, i, minima) : (run, i) => run[curve.column]?.[i] ?? NaN,
  }));
  const settings = driven.map(({ name, log, steady }) => {
    const key = DRIVEN + name;
    return { key, setting: name, log, update: true, value: (run, i) => (run[key] ? run[key][i] : steady(run)) };
  });
  return [...own, ...settings];
}

/** What a curve says of a run at a step: {value, over: how it has broken off by then, or null}; of an update the one made from there, at the end the last. */
export function readingAt(curve, run, step) {
  const i = Math.min(step, run.count - (curve.update ? 2 : 1));
  const over = step >= run.count - 1 ? breakOf(run.result)?.how ?? null : null;
  return { value: i < 0 ? NaN : curve.value(run, i), over };
}

/** The point whose entry of a rising column comes closest to `value`. */
export function indexNear(column, count, value) {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value - column[low - 1] < column[low] - value ? low - 1 : low;
}

/** The distance from a place to the closest of some minima; NaN where there is none. */
export function nearest(minima, x, y) {
  return minima.length ? Math.min(...minima.map(([mx, my]) => Math.hypot(mx - x, my - y))) : NaN;
}

const moved = (run, axis, i) => (i + 1 < run.count ? run[axis][i + 1] - run[axis][i] : NaN);

/** The rate that plain descent would need along one axis for the move that was made: -move / gradient. */
function effective(run, axis, slope, i) {
  const g = run[slope][i];
  return g === 0 ? NaN : -moved(run, axis, i) / g;
}

/** The energy of motion of a heavy ball at a point: the square of the move that led there, over twice the rate of then. */
function kinetic(run, i) {
  const speed = i > 0 ? Math.hypot(run.x[i] - run.x[i - 1], run.y[i] - run.y[i - 1]) : 0;
  return i > 0 ? (speed * speed) / (2 * run.lr[i - 1]) : 0;
}
