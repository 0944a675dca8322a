/** One chart of curves over steps: still axes in SVG, growing curves on a canvas. */
import { drawAxes } from "./axes.js";
import { Banded } from "./bands.js";
import { make } from "./controls.js";
import { createHeads } from "./heads.js";
import { svg, typeSize } from "./look.js";
import { linearTicks, logTicks } from "./traces/ticks.js";

/** @returns {element, plot, show(curves, extent, frame), empty(), advance(frame), valueAt(pixel), rest(yes), stop()} */
export function createChart(properties) {
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const canvas = make("canvas", { className: "trails" });
  const layer = make("canvas", { className: "layer heads" });
  const now = make("div", { className: "chart-now", hidden: true });
  const plot = make("div", { className: "plot" }, canvas, layer, now);
  const element = make("div", { className: "chart", ...properties }, plot, axes);
  const trails = new Banded(canvas);
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
    const numbers = log ? logTicks(y[0], y[1], height / (1.9 * em)) : linearTicks(y[0], y[1], height / (2.2 * em));
    // Beside nothing, numbers would look like a result.
    drawAxes(axes, box,
      { ticks: linearTicks(x[0], x[1], width / (4.4 * em)), place: (at) => map.ax * at + map.bx, title: xTitle },
      { ticks: curves.length ? numbers : [], place: (at) => map.ay * at + map.by }, { grid: true });
    trails.show(curves, map, frame, 0.125 * line);
    heads.show(curves.filter(({ thin }) => !thin));
    heads.move(map, frame, width, height, true);
    stand();
  }

  /** The line that marks the step shown; where runs spend differently, no one place is that step. */
  function stand() {
    now.hidden = extent.counts || !Number.isFinite(frame);
    if (!now.hidden) now.style.transform = `translateX(${map.ax * frame + map.bx}px)`;
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
    plot,
    /** @param next {x: [from, to], y: [from, to], log, base, least, xTitle, counts}; y of a log axis is in decades, `counts` says that x is no step */
    show(nextCurves, next, at) {
      curves = nextCurves;
      extent = next;
      frame = at;
      drawn();
    },
    /** No curves, as long as there is nothing to draw. */
    empty() {
      curves = [];
      drawn();
    },
    advance(at) {
      frame = at;
      if (!map) return;
      trails.advance(at);
      stand();
      if (!layer.hidden) heads.move(map, at, size.width, size.height, true);
    },
    /** The value of the horizontal axis at a pixel of the plot; null while nothing is drawn. */
    valueAt(pixel) {
      return map && curves.length ? Math.min(extent.x[1], Math.max(extent.x[0], (pixel - map.bx) / map.ax)) : null;
    },
    /** Heads are for reading at rest: moving them in every view would cost more than the curves. */
    rest(yes) {
      layer.hidden = !yes;
    },
    stop: () => watcher.disconnect(),
  };
}
