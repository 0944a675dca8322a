/** A small still chart in SVG: axes and whatever is drawn on them, made anew when it changes or its room does. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { keepOnPaper } from "../paper.js";
import { linearTicks, logTicks } from "../traces/ticks.js";

const TICKS = { linear: linearTicks, log: logTicks };

/**
 * @returns {element, show(x, y, draw), say(words), stop()}
 *   x, y: {from, to, ticks, title}; ticks "linear", "log" (from and to are decades), a list of {at, label}, or what makes
 *   one for about so many
 *   draw({x, y, width, height}) -> SVG elements, where x and y turn values into pixels
 */
export function createPlate(testid, words) {
  const marks = svg("svg", { class: "marks" });
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const plot = make("div", { className: "plot", "aria-hidden": "true" }, marks);
  const element = make("div", { className: "plate", role: "img", "aria-label": words, "data-testid": testid }, axes, plot);
  let shown = null;

  function drawn() {
    const { clientWidth: width, clientHeight: height } = plot;
    if (!shown || !width) return;
    const { x, y, draw } = shown;
    const { em } = typeSize();
    const toX = (at) => ((at - x.from) / (x.to - x.from)) * width;
    const toY = (at) => height - ((at - y.from) / (y.to - y.from)) * height;
    const ticks = (axis, count) => {
      if (typeof axis.ticks === "function") return axis.ticks(count);
      return TICKS[axis.ticks]?.(axis.from, axis.to, count) ?? axis.ticks;
    };
    drawAxes(axes, { left: plot.offsetLeft, top: plot.offsetTop, width, height },
      { ticks: ticks(x, width / (4.4 * em)), place: toX, title: x.title },
      { ticks: ticks(y, height / (1.6 * em)), place: toY, title: y.title }, { grid: true });
    marks.replaceChildren(...draw({ x: toX, y: toY, width, height }));
  }

  const watcher = new ResizeObserver(drawn);
  watcher.observe(plot);
  const quit = keepOnPaper(element);
  return {
    element,
    show(x, y, draw) {
      shown = { x, y, draw };
      drawn();
    },
    say: (text) => element.setAttribute("aria-label", text),
    stop() {
      watcher.disconnect();
      quit();
    },
  };
}

/** A line through points in pixels; a gap where one is not finite. */
export function line(points, className) {
  let joined = false;
  const d = points.map(([x, y]) => {
    const known = Number.isFinite(x) && Number.isFinite(y);
    const piece = known ? `${joined ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}` : "";
    joined = known;
    return piece;
  });
  return svg("path", { class: className, d: d.join("") });
}

/** A dot, where it has a place. */
export const spot = ([x, y], className, r = 4.5) => (Number.isFinite(x + y) ? [svg("circle", { class: className, cx: x, cy: y, r })] : []);

/** From the lowest to the highest of values, with a little room; never empty. */
export function around(values, share = 0.08) {
  const known = values.filter(Number.isFinite);
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
  const room = (high - low) * share || Math.abs(high) * share || 1;
  return { from: low - room, to: high + room };
}
