/** What is asked of the server for the map of a spec, and what of it goes without saying. */
import { limits } from "../catalogue.js";
import { wire } from "../runs.js";
import { numbersOf } from "../swept.js";

/** The sides that are offered for each kind of map, in cells, and the usual one. */
export const SIZES = {
  basin: { usual: 128, offered: [32, 64, 128, 256, 512] },
  sweep: { usual: 64, offered: [16, 32, 64, 128, 256] },
  line: { usual: 64, offered: [16, 32, 64, 128, 256] },
};
const PLANES = 2; // maps that stand side by side at most
const CURVE = 48; // points of the small curve of each run of a line
const ARRIVED = 1e-3; // the gradient norm at which a run counts as arrived, unless another is asked for
const COUNTED = ["steps", "evaluations"]; // measures of the way to that point

const has = (spec, run, of) => numbersOf(spec, run).some((one) => one.of === of);

/** The runs that may be mapped: those that are shown, or, where none is, all. */
function candidates({ runs }) {
  const shown = runs.filter(({ look }) => !look.hidden);
  return shown.length ? shown : runs;
}

/** A number of two runs: over both their ranges, within the limits of each, as the server has it. */
function both(a, b) {
  const [minimum, maximum] = [Math.max(a.minimum, b.minimum), Math.min(a.maximum, b.maximum)];
  return { ...a, minimum, maximum, low: Math.max(minimum, Math.min(a.low, b.low)), high: Math.min(maximum, Math.max(a.high, b.high)), log: a.log && b.log };
}

/** What an axis may be over, the runs' own numbers first; with `beside`, together with that number in one run. */
export function choices(spec, beside = null) {
  const runs = candidates(spec).filter((run) => beside === null || has(spec, run, beside));
  const found = new Map();
  for (const run of runs) {
    for (const one of numbersOf(spec, run)) {
      const known = found.get(one.of);
      found.set(one.of, known ? { ...known, setting: both(known.setting, one.setting) } : one);
    }
  }
  found.delete(beside);
  const rank = ({ of, setting }) => (of.startsWith("surface.") ? 2 : Number(setting.minor));
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

/**
 * The map of a spec with everything said: {kind, cells, window, x, y, measure}; axes are null where there are none.
 * Where nobody has said how fine it is, `cells` is the most: the server takes what it can.
 */
export function mapOf(spec) {
  const { kind, cells, window, x, y, measure = "loss" } = spec.map;
  const among = (axis, offered) => offered.find(({ of }) => of === axis?.of) && axis;
  const first = choices(spec);
  const across = kind === "basin" ? null : among(x, first) ?? { of: (first.find(({ of }) => choices(spec, of).length) ?? first[0]).of };
  const second = kind === "sweep" ? choices(spec, across.of) : [];
  const up = second.length ? among(y, second) ?? { of: second[0].of } : null;
  return { kind, cells: cells ?? SIZES[kind].usual, window: window ?? null, x: across, y: up, measure };
}

/** The places in the list of the runs that are mapped. */
export function mapped(spec) {
  const { kind, x, y } = mapOf(spec);
  const fit = candidates(spec).filter((run) => [x, y].every((axis) => !axis || has(spec, run, axis.of)));
  return fit.slice(0, kind === "line" ? limits.runs : PLANES).map((run) => spec.runs.indexOf(run));
}

/** Why a run that is shown is not mapped: "number" if it lacks what an axis is over, "crowd" if others came first; else null. */
export function leftOut(spec, run) {
  if (run.look.hidden || mapped(spec).includes(spec.runs.indexOf(run))) return null;
  const { x, y } = mapOf(spec);
  return [x, y].every((axis) => !axis || has(spec, run, axis.of)) ? "crowd" : "number";
}

/** Another kind of map of the same runs; how fine it is goes with its kind. */
export const turned = (map, kind) => (map.kind === kind ? map : { ...map, kind, cells: undefined });

/** The gradient norm at which runs stop where nobody has said it. */
export const usualTolerance = ({ map }) => (map.kind === "basin" || COUNTED.includes(map.measure) ? ARRIVED : 0);

/** A spec that says what goes without saying: the tolerance of a map comes back from its race, and belongs to its kind. */
export const unsaid = (spec) => (spec.tolerance === usualTolerance(spec) ? { ...spec, tolerance: undefined } : spec);

/** {path, body, runs}: what to post where, and the places of its runs in the spec. */
export function question(spec) {
  const { kind, cells, window, x, y, measure } = mapOf(spec);
  const said = spec.map.cells !== undefined;
  const runs = mapped(spec);
  const { repeats: _repeats, ...race } = wire({ ...spec, runs: runs.map((i) => spec.runs[i]), tolerance: spec.tolerance ?? usualTolerance(spec) });
  if (kind === "basin") {
    const { start: _start, ...anywhere } = race;
    anywhere.runs = race.runs.map(({ start: _own, ...run }) => run);
    return { path: "basin", runs, body: { ...anywhere, ...(window && { window }), ...(said && { cells: [cells, cells] }) } };
  }
  const axes = [x, y].filter(Boolean).map((axis) => ({ ...axis, ...(said && { count: cells }) }));
  return { path: "sweep", runs, body: { ...race, axes, measure, ...(kind === "line" && { curves: CURVE }) } };
}
