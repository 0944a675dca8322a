/** A needle at the start that is turned: the slope it meets, where the steepest way down leads and where it does not. */
import { checked, local, values as heights } from "../api.js";
import { createAsking } from "../bench/asking.js";
import { createCharts } from "../bench/compass-charts.js";
import { createRows } from "../bench/compass-rows.js";
import { button, dial, head } from "../bench/dial.js";
import { createNeedle } from "../bench/needle.js";
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { REACH, REACHES, along, atRim, directionOf, dot, errors, level, longest, lowest, order, ring, spread, unit } from "../traces/compass.js";
import { t } from "../words.js";

const CUT = 41; // points of a cut, which shows twice the ring's reach on either side
const RING = 30; // the one that lies on the ring
const TINY = 1e-5; // the step by which a kink is found
const finite = (answer) => answer.values.map((value) => value ?? NaN); // what is not finite travels as null

/** The needle and the ring are the view's: `needle` in degrees, `reach`. */
export function mount(place, store, { plot }) {
  let here = null; // {surface, at, value, grad}: the last answer about a place; no value and no grad where there is no slope
  let least = NaN; // the direction of the lowest place on the ring
  let rim = false; // whether that ring leads over a rim of the domain
  let kinks = []; // the axes along which there is one at the place
  let off = NaN; // the error of the tangent plane at the ring
  let exponent = NaN; // of the reach in that error

  const turn = (needle) => store.put("view", { needle });
  const where = make("span", { className: "count", "data-testid": "compass-where" });
  const rows = createRows();
  const charts = createCharts();
  const turning = dial("compass-degrees", t("compass.degrees"), { low: 0, high: 360, symbol: "\\theta" }, store.view.needle, turn);
  const reaching = make("div");
  let reached = null; // the dial of the step, and the longest that it has: as far as the surface goes
  const ways = {
    up: (degrees, up) => up,
    level: (degrees, up) => level(degrees, up),
    down: (degrees, up) => (up + 180) % 360,
  };
  const turns = Object.entries(ways).map(([name, way]) => button(t(`compass.turn-${name}`), `turn-${name}`, () => turn(Number(way(store.view.needle, directionOf(here.grad)).toFixed(3)))));
  const step = button(t("compass.step"), "compass-step", () => {
    const [start] = along(here.at, unit(store.view.needle), [store.view.reach]);
    store.put("spec", { start: start.map((part) => Number(part.toPrecision(10))) });
  });
  const [title, lead] = head(t("compass.title"), t("compass.lead"));
  title.append(" ", where);
  place.replaceChildren(title, lead, turning, make("div", { className: "compass-turns" }, ...turns, step), reaching, ...rows.elements, make("div", { className: "compass-charts" }, ...charts.elements));
  const needle = createNeedle(plot, turn);

  const places = createAsking(({ surface, at }, signal) => local(surface, at, signal), (said, { surface, at }) => {
    const exists = said && [said.value, ...said.grad].every((part) => part !== null);
    here = exists ? { surface, at, value: said.value, grad: said.grad } : { surface, at, grad: null };
    kinks = [];
    if (exists) kinked.look({ surface, at, h: TINY });
    look();
  });
  const kinked = createAsking(checked, (said, { surface, at }) => {
    if (!known(surface, at)) return;
    kinks = said?.kinks ?? [];
    show();
  });
  const rings = createAsking(({ surface, at, reach: far }, signal) => heights(surface, ring(at, far), signal), (said) => {
    least = said ? lowest(finite(said)) : NaN;
    rim = Boolean(said) && atRim(finite(said));
    show();
  });
  const lines = createAsking(({ surface, at, way, offsets }, signal) => heights(surface, along(at, unit(way), offsets), signal), (said, { surface, at, way, offsets }) => {
    if (!said || !known(surface, at)) return;
    const found = finite(said);
    const [cut, far] = [found.slice(0, CUT), offsets[RING]];
    const slope = dot(here.grad, unit(way));
    const wrong = errors(found.slice(CUT), here.value, slope);
    off = Math.abs(cut[RING] - here.value - far * slope);
    exponent = order(wrong);
    charts.cut(cut, offsets.slice(0, CUT), RING, here.value, slope);
    charts.errors(wrong, far);
    show();
  });

  /** Whether the last answer is about this place of this surface, and there is a slope. */
  const known = (surface, at) => here?.grad && JSON.stringify([here.surface, here.at]) === JSON.stringify([surface, at]);

  /** Ask for whatever the place, the needle and the ring need now. */
  function ask() {
    const { spec, view, data } = store;
    if (data.grid?.of !== JSON.stringify(spec.surface)) return;
    const at = spec.start ?? data.grid.begin;
    const { surface } = spec;
    places.look({ surface, at });
    rings.look({ surface, at, reach: view.reach });
    if (known(surface, at)) lines.look({ surface, at, way: view.needle, offsets: [...spread(2 * view.reach, CUT), ...REACHES] });
  }

  /** A step may be as long as the surface is wide. */
  function reaches(high) {
    if (reached?.high === high) return;
    const element = dial("compass-reach", t("compass.reach"), { low: REACH[0], high, log: true, symbol: "h" }, store.view.reach, (reach) => store.put("view", { reach }));
    reaching.replaceChildren(element);
    reached = { high, set: element.set };
  }

  function show() {
    const { view: { needle: degrees, reach }, data: { grid } } = store;
    turning.set(degrees);
    if (grid) reaches(longest(grid.domain));
    reached?.set(reach);
    if (!here || !grid) return;
    const { grad } = here;
    const at = store.spec.start ?? grid.begin;
    const down = grad ? directionOf(grad.map((part) => -part)) : NaN;
    const [minimum] = [...grid.minima].sort((one, other) => distance(one, at) - distance(other, at));
    const goal = minimum ? directionOf([minimum[0] - at[0], minimum[1] - at[1]]) : null;
    where.textContent = t("compass.where", { x: pretty(at[0], 4), y: pretty(at[1], 4) });
    for (const one of turns) one.disabled = Number.isNaN(down);
    step.disabled = !grad;
    rows.show({ grad, degrees, down, least, rim, goal, off, exponent, kinks });
    if (grad) charts.turn(grad, degrees, down);
    else charts.clear();
    needle.show({ at, degrees, reach, down, lowest: rim ? NaN : least, minimum, sloped: Boolean(grad) });
  }

  function look() {
    ask();
    show();
  }

  const stops = [
    store.on("spec", look),
    store.on("data", (_data, patch) => "grid" in patch && look()),
    store.on("view", (_view, patch) => ("needle" in patch || "reach" in patch) && look()),
    ...[places, kinked, rings, lines, charts, needle].map(({ stop }) => stop),
  ];
  look();
  return () => stops.forEach((stop) => stop());
}

const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
