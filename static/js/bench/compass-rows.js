/** The numbers of the compass in rows, and in one sentence what they come to. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { apart, directionOf, dot, unit } from "../traces/compass.js";
import { t } from "../words.js";

const ROWS = ["grad", "norm", "way", "slope", "angle", "turned", "down", "lowest", "goal", "off", "order"];
const NEAR = 0.5; // degrees from the steepest or the level way that pass for it
const ROUGH = 1.5; // an error of this order or less is no smooth surface's
const AXES = ["x", "y"];

const degree = (value) => (Number.isFinite(value) ? `${((Math.round(value * 10) / 10) % 360).toFixed(1)}°` : "–");
const read = (value, digits = 4) => pretty(Math.abs(value) < 1e-12 ? 0 : value, digits);

/** @returns {elements, show(found)} */
export function createRows() {
  const cells = Object.fromEntries(ROWS.map((key) => [key, make("dd", { "data-testid": `compass-${key}` }, "–")]));
  const rows = make("dl", { className: "instrument-rows" }, ...ROWS.map((key) => make("div", { className: key }, make("dt", {}, t(`compass.${key}`)), cells[key])));
  const says = make("p", { className: "compass-says", role: "status", "data-testid": "compass-says" });
  const kink = make("p", { className: "note compass-kink", role: "status", "data-testid": "compass-kink" });

  return {
    elements: [says, rows, kink],
    /**
     * @param found {grad, degrees, down, least, rim, goal, off, exponent, kinks}: directions in degrees; whether the ring reaches a rim;
     *   goal that of the nearest minimum, NaN on it, null where none is known; the axes along which there is a kink; grad null where there is no slope
     */
    show({ grad, degrees, down, least, rim, goal, off, exponent, kinks }) {
      kink.textContent = grad && (kinks.length || exponent < ROUGH) ? t("compass.kink") : "";
      if (!grad) {
        says.textContent = t("compass.says-nothing");
        for (const cell of Object.values(cells)) cell.textContent = "–";
        return;
      }
      const [dx, dy] = unit(degrees);
      const [norm, slope] = [Math.hypot(...grad), dot(grad, [dx, dy])];
      const between = apart(degrees, directionOf(grad));
      const beside = (direction) => (Number.isFinite(direction) && Number.isFinite(down) ? ` (${t("compass.beside", { degrees: degree(apart(direction, down)) })})` : "");
      const told = {
        grad: `(${read(grad[0])}, ${read(grad[1])})`,
        norm: t("compass.towards", { length: read(norm, 5), degrees: degree(directionOf(grad)) }),
        way: `(${read(dx, 3)}, ${read(dy, 3)})`,
        slope: `${read(grad[0])} · ${read(dx, 3)} + ${read(grad[1])} · ${read(dy, 3)} = ${read(slope)}`.replace(/ ([·+]) (−\S+)/g, " $1 ($2)"),
        angle: degree(between),
        turned: byAngle(grad, degrees),
        down: degree(down),
        lowest: rim ? t("compass.rim") : degree(least) + beside(least),
        goal: goalWords(goal, beside),
        off: read(off, 3),
      };
      for (const [key, text] of Object.entries(told)) cells[key].textContent = text;
      cells.order.replaceChildren(...(Number.isFinite(exponent) ? ["h", make("sup", {}, pretty(exponent, 4))] : ["–"]));
      says.textContent = kinks.length
        ? t("compass.says-kink", { grad: told.grad, axes: kinks.map((axis) => AXES[axis]).join(", ") })
        : t(`compass.says-${heading(between)}`, { slope: read(Math.abs(slope), 3), share: Math.round((100 * Math.abs(slope)) / norm) });
    },
  };
}

/** The way to the nearest minimum. */
function goalWords(goal, beside) {
  if (goal === null) return t("compass.no-goal");
  return Number.isNaN(goal) ? t("compass.goal-here") : degree(goal) + beside(goal);
}

/** The slope in a direction as the length of the gradient times a cosine, in numbers. */
export function byAngle(grad, degrees) {
  const norm = Math.hypot(...grad);
  return norm ? `${read(norm)} · cos ${degree(apart(degrees, directionOf(grad)))} = ${read(dot(grad, unit(degrees)))}` : "0";
}

/** What a direction is, by its angle to the gradient: NaN where every one is level. */
function heading(between) {
  if (Number.isNaN(between)) return "flat";
  if (between <= NEAR) return "steepest-up";
  if (between >= 180 - NEAR) return "steepest-down";
  if (Math.abs(between - 90) <= NEAR) return "level";
  return between < 90 ? "up" : "down";
}
