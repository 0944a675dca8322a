/** A needle at the start that is turned: the slope it meets, where the steepest way down leads and where it does not. */
import { local, values as heights } from "../api.js";
import { createAsking } from "../bench/asking.js";
import { createCharts } from "../bench/compass-charts.js";
import { dial, head } from "../bench/dial.js";
import { createNeedle } from "../bench/needle.js";
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { REACHES, along, apart, directionOf, dot, errors, lowest, order, ring, spread, unit } from "../traces/compass.js";
import { t } from "../words.js";

const CUT = 41; // points of a cut, which shows twice the ring's reach on either side
const RING = 30; // the one that lies on the ring
const ROWS = ["grad", "norm", "slope", "down", "lowest", "goal", "off", "order"];
const degree = (value) => (Number.isFinite(value) ? `${((Math.round(value * 10) / 10) % 360).toFixed(1)}°` : "–");
const finite = (answer) => answer.values.map((value) => value ?? NaN); // what is not finite travels as null

export function mount(place, store, { plot }) {
  let degrees = 40;
  let reach = 0.1;
  let here = null; // {surface, at, value, grad}: the last answer about a place
  let least = NaN; // the direction of the lowest place on the ring
  let off = NaN; // the error of the tangent plane at the ring
  let exponent = NaN; // of the reach in that error

  const where = make("span", { className: "count", "data-testid": "compass-where" });
  const cells = Object.fromEntries(ROWS.map((key) => [key, make("dd", { "data-testid": `compass-${key}` }, "–")]));
  const rows = make("dl", { className: "instrument-rows" }, ...ROWS.map((key) => make("div", { className: key }, make("dt", {}, t(`compass.${key}`)), cells[key])));
  const charts = createCharts();
  const turning = dial("compass-degrees", t("compass.degrees"), { low: 0, high: 360, symbol: "\\theta" }, degrees, turn);
  const reaching = dial("compass-reach", t("compass.reach"), { low: 1e-3, high: 1, log: true, symbol: "h" }, reach, (value) => {
    reach = value;
    ask();
    show();
  });
  const [title, lead] = head(t("compass.title"), t("compass.lead"));
  title.append(" ", where);
  place.replaceChildren(title, lead, turning, reaching, rows, ...charts.elements);
  const needle = createNeedle(plot, (value) => {
    turning.set(value);
    turn(value);
  });

  function turn(value) {
    degrees = value;
    ask();
    show();
  }

  const places = createAsking(({ surface, at }, signal) => local(surface, at, signal), (said, { surface, at }) => {
    const exists = said && [said.value, ...said.grad].every((part) => part !== null);
    here = exists ? { surface, at, value: said.value, grad: said.grad } : null;
    ask();
    show();
  });
  const rings = createAsking(({ surface, at, reach: far }, signal) => heights(surface, ring(at, far), signal), (said) => {
    least = said ? lowest(finite(said)) : NaN;
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

  /** Whether the last answer is about this place of this surface. */
  const known = (surface, at) => here && JSON.stringify([here.surface, here.at]) === JSON.stringify([surface, at]);

  /** Ask for whatever the place, the needle and the ring need now. */
  function ask() {
    const { spec, data } = store;
    if (data.grid?.of !== JSON.stringify(spec.surface)) return;
    const at = spec.start ?? data.grid.begin;
    const { surface } = spec;
    places.look({ surface, at });
    rings.look({ surface, at, reach });
    if (known(surface, at)) lines.look({ surface, at, way: degrees, offsets: [...spread(2 * reach, CUT), ...REACHES] });
  }

  function show() {
    const { grid } = store.data;
    if (!here || !grid) return;
    const at = store.spec.start ?? grid.begin;
    const { grad } = here;
    const [dx, dy] = unit(degrees);
    const down = directionOf(grad.map((part) => -part));
    const [goal] = [...grid.minima].sort((one, other) => distance(one, at) - distance(other, at));
    const way = goal ? directionOf([goal[0] - at[0], goal[1] - at[1]]) : NaN;
    where.textContent = t("compass.where", { x: pretty(at[0], 4), y: pretty(at[1], 4) });
    const read = (value, digits = 4) => pretty(Math.abs(value) < 1e-12 ? 0 : value, digits);
    const beside = (direction) => (Number.isFinite(direction) && Number.isFinite(down) ? ` (${t("compass.beside", { degrees: degree(apart(direction, down)) })})` : "");
    const told = {
      grad: `(${read(grad[0])}, ${read(grad[1])})`,
      norm: t("compass.towards", { length: read(Math.hypot(...grad), 5), degrees: degree(directionOf(grad)) }),
      slope: `${read(grad[0])} · ${read(dx, 3)} + ${read(grad[1])} · ${read(dy, 3)} = ${read(dot(grad, [dx, dy]))}`.replace(/ ([·+]) (−\S+)/g, " $1 ($2)"),
      down: degree(down),
      lowest: degree(least) + beside(least),
      goal: goal ? degree(way) + beside(way) : t("compass.no-goal"),
      off: read(off, 3),
    };
    for (const [key, text] of Object.entries(told)) cells[key].textContent = text;
    cells.order.replaceChildren(...(Number.isFinite(exponent) ? ["h", make("sup", {}, pretty(exponent, 4))] : ["–"]));
    charts.turn(grad, degrees, down);
    needle.show({ at, degrees, reach, down, lowest: least, minimum: goal });
  }

  const stops = [
    store.on("spec", () => (ask(), show())),
    store.on("data", (_data, patch) => "grid" in patch && (ask(), show())),
    ...[places, rings, lines, charts, needle].map(({ stop }) => stop),
  ];
  ask();
  return () => stops.forEach((stop) => stop());
}

const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
