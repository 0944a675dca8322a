/** One chart of curves over steps: still axes in SVG, growing curves on a canvas. */
import { drawAxes } from "./axes.js";
import { make } from "./controls.js";
import { createHeads } from "./heads.js";
import { svg, typeSize } from "./look.js";
import { linearTicks, logTicks } from "./traces/ticks.js";
import { Trails } from "./trails.js";

/** @returns {element, show(curves, frame), scale(extent), advance(frame), stop()} */
export function createChart(properties) {
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const canvas = make("canvas", { className: "trails" });
  const layer = make("canvas", { className: "layer heads" });
  const plot = make("div", { className: "plot" }, canvas, layer);
  const element = make("div", { className: "chart", ...properties }, plot, axes);
  const trails = new Trails(canvas);
  const heads = createHeads(layer, 0.6);
  let size = { width: 0, height: 0 };
  let extent = null;
  let curves = [];
  let map = null;
  let frame = 0;

  function drawn() {
    if (!extent || !size.width) return;
    const { x, y, log, base = 0, least = 0, xTitle } = extent;
    const { width, height } = size;
    const ax = width / (x[1] - x[0] || 1);
    const ay = -height / (y[1] - y[0] || 1);
    map = { ax, bx: -ax * x[0], ay, by: height - ay * y[0], log, base, least };
    const box = { left: plot.offsetLeft, top: plot.offsetTop, width, height };
    const { em, line } = typeSize();
    const ticksY = log ? logTicks(y[0], y[1], height / (1.9 * em)) : linearTicks(y[0], y[1], height / (2.2 * em));
    drawAxes(axes, box,
      { ticks: linearTicks(x[0], x[1], width / (4.4 * em)), place: (at) => map.ax * at + map.bx, title: xTitle },
      { ticks: ticksY, place: (at) => map.ay * at + map.by }, { grid: true });
    trails.show(curves, map, frame, 0.125 * line);
    heads.show(curves);
    heads.move(map, frame, width, height, true);
  }

  const watcher = new ResizeObserver(() => {
    if (plot.clientWidth === size.width && plot.clientHeight === size.height) return;
    size = { width: plot.clientWidth, height: plot.clientHeight };
    trails.resize(size.width, size.height);
    heads.resize(size.width, size.height);
    drawn();
  });
  watcher.observe(plot);

  return {
    element,
    /** @param next {x: [from, to], y: [from, to], log, base, least, xTitle}; on a log axis y is in decades */
    show(nextCurves, next, now) {
      curves = nextCurves;
      extent = next;
      frame = now;
      drawn();
    },
    /** No curves, as long as there is nothing to draw. */
    empty() {
      curves = [];
      drawn();
    },
    advance(now) {
      frame = now;
      if (!map) return;
      trails.advance(now);
      if (!layer.hidden) heads.move(map, now, size.width, size.height, true);
    },
    /** Heads are for reading at rest: moving them in every view would cost more than the curves. */
    rest(yes) {
      layer.hidden = !yes;
    },
    stop: () => watcher.disconnect(),
  };
}
