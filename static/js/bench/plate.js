/** A small still chart in SVG: axes and whatever is drawn on them, made anew when it changes or its room does. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { keepOnPaper } from "../paper.js";
import { linearTicks, logTicks } from "../traces/ticks.js";

const TICKS = { linear: linearTicks, log: logTicks };

/**
 * @returns {element, show(x, y, draw, even), say(words), stop()}; where it is even one unit is as long on both axes, and one of them goes on
 *   x, y: {from, to, ticks, title}; ticks "linear", "log" (from and to are decades), a list of {at, label}, or what makes
 *   one for about so many
 *   draw({x, y, width, height, range}) -> SVG elements, where x and y turn values into pixels; range = [x0, x1, y0, y1]
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
    const { draw } = shown;
    const [x, y] = shown.even ? evened(shown.x, shown.y, width, height) : [shown.x, shown.y];
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
    marks.replaceChildren(...draw({ x: toX, y: toY, width, height, range: [x.from, x.to, y.from, y.to] }));
  }

  const watcher = new ResizeObserver(drawn);
  watcher.observe(plot);
  const quit = keepOnPaper(element);
  return {
    element,
    show(x, y, draw, even = false) {
      shown = { x, y, draw, even };
      drawn();
    },
    say: (text) => element.setAttribute("aria-label", text),
    stop() {
      watcher.disconnect();
      quit();
    },
  };
}

/** Both axes, one of them longer at both ends, so that a unit of each takes as many pixels. */
function evened(x, y, width, height) {
  const unit = Math.max((x.to - x.from) / width, (y.to - y.from) / height);
  const longer = (axis, size) => {
    const more = (unit * size - (axis.to - axis.from)) / 2;
    return { ...axis, from: axis.from - more, to: axis.to + more };
  };
  return [longer(x, width), longer(y, height)];
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
