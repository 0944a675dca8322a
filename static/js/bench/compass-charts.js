/** What the compass draws beside the map: the slope in every direction, a cut along one, the error of the tangent plane. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { pretty } from "../numbers.js";
import { REACHES, dot, unit } from "../traces/compass.js";
import { t } from "../words.js";
import { around, createPlate, line, spot } from "./plate.js";

const TURN = Array.from({ length: 121 }, (_, i) => 3 * i);
const QUARTERS = { from: 0, to: 360, ticks: [0, 90, 180, 270, 360].map((at) => ({ at, label: `${at}°` })) };
const upright = (x, height, className) => (Number.isFinite(x) ? [svg("path", { class: className, d: `M${x} 0V${height}` })] : []);

/** @returns {elements, turn(grad, degrees, down), cut(values, offsets, ring, value, slope), errors(found, reach), clear(), stop()} */
export function createCharts() {
  const slopes = createPlate("compass-slopes", t("compass.slopes"));
  const profile = createPlate("compass-cut", t("compass.cut"));
  const plane = createPlate("compass-errors", t("compass.errors"));
  const captions = ["slopes", "cut", "errors"].map((key) => make("p", { className: "plate-title" }, t(`compass.${key}`)));

  return {
    elements: [slopes, profile, plane].flatMap(({ element }, i) => [captions[i], element]),

    /** The slope over the direction: the length of the gradient times a cosine. */
    turn(grad, degrees, down) {
      const slope = (degree) => dot(grad, unit(degree));
      const most = Math.hypot(...grad) || 1;
      slopes.say(`${t("compass.slopes")}: ${pretty(degrees, 4)}°, ${pretty(slope(degrees), 4)}`);
      slopes.show(QUARTERS, { from: -1.12 * most, to: 1.12 * most, ticks: "linear" }, ({ x, y, width, height }) => [
        svg("path", { class: "level-line", d: `M0 ${y(0)}H${width}` }),
        ...upright(x(down), height, "down-line"),
        line(TURN.map((degree) => [x(degree), y(slope(degree))]), "curve"),
        ...upright(x(degrees), height, "turned-line"),
        ...spot([x(degrees), y(slope(degrees))], "turned-spot", 5.5),
      ]);
    },

    /** The loss along the needle, the straight line that the slope promises, and what it is off by at the ring. */
    cut(values, offsets, ring, value, slope) {
      const [reach, there, end] = [offsets[ring], values[ring], offsets.at(-1)];
      const heights = around([...values, value - reach * slope, value + reach * slope]);
      profile.show({ from: -end, to: end, ticks: "linear" }, { ...heights, ticks: "linear" }, ({ x, y, height }) => [
        ...upright(x(reach), height, "level-line"),
        line([[x(-end), y(value - end * slope)], [x(end), y(value + end * slope)]], "tangent"),
        line(values.map((loss, i) => [x(offsets[i]), y(loss)]), "curve"),
        line([[x(reach), y(there)], [x(reach), y(value + reach * slope)]], "off"),
        ...spot([x(0), y(value)], "here-spot"),
        ...spot([x(reach), y(there)], "turned-spot"),
      ]);
    },

    /** The error of the plane over the distance, both in decades. */
    errors(found, reach) {
      const logs = found.map(Math.log10);
      const known = logs.filter(Number.isFinite);
      const heights = known.length ? { from: Math.floor(Math.min(...known)), to: Math.ceil(Math.max(...known) + 1e-9) } : { from: -10, to: 0 };
      const ends = { from: -5, to: Math.max(0, Math.ceil(Math.log10(reach) - 1e-9)), ticks: "log", title: "h" };
      plane.show(ends, { ...heights, ticks: "log" }, ({ x, y, height }) => [
        ...upright(x(Math.log10(reach)), height, "level-line"),
        ...logs.flatMap((error, i) => spot([x(Math.log10(REACHES[i])), y(error)], "curve-spot", 3)),
      ]);
    },

    /** There is no slope to draw. */
    clear: () => [slopes, profile, plane].forEach((plate) => plate.show({ from: 0, to: 1, ticks: [] }, { from: 0, to: 1, ticks: [] }, () => [])),

    stop: () => [slopes, profile, plane].forEach((plate) => plate.stop()),
  };
}
