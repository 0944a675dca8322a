/** One small map: a run by itself, with its name and what it is worth. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { createHeads } from "../heads.js";
import { lineOf, svg, swatch } from "../look.js";
import { linearTicks } from "../traces/ticks.js";
import { Trails } from "../trails.js";
import { toPixels } from "../window.js";
import { t } from "../words.js";

const THIN = 0.125; // of a rem: thinner than on the large map
const SMALL = 0.75; // of a head on the large map

/** @param look of the run @param select called when the tile is clicked */
export function createTile(look, name, select) {
  const ground = make("canvas", { className: "picture" });
  const paths = make("canvas", { className: "trails", "data-testid": "tile-trails" });
  const layer = make("canvas", { className: "layer heads" });
  const marks = svg("svg", { class: "marks", "aria-hidden": "true" });
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const plot = make("div", { className: "plot" }, ground, paths, marks, layer);
  const button = make("button", { type: "button", className: "tile-name", title: t("tiles.select", { name }) }, swatch(look.slot), make("span", {}, name));
  const worth = make("span", { className: "tile-worth" });
  const head = make("div", { className: "tile-head" }, button, worth);
  const element = make("li", { className: "tile", "data-testid": "tile" }, head, make("div", { className: "tile-body" }, plot, axes));
  element.addEventListener("click", select);
  const trails = new Trails(paths);
  const heads = createHeads(layer, SMALL);
  let map = null;
  let size = { width: 0, height: 0 };

  return {
    element,
    /** The ground, which all tiles share, and what stands on it. */
    stand(picture, range, nextMap, { width, height }, minima, start) {
      map = nextMap;
      size = { width, height };
      trails.resize(width, height);
      heads.resize(width, height);
      Object.assign(ground, { width: picture.width, height: picture.height });
      ground.getContext("2d").drawImage(picture, 0, 0);
      const [sx, sy] = toPixels(map, start);
      marks.replaceChildren(
        ...minima.map((place) => toPixels(map, place)).map(([x, y]) => svg("path", { class: "minimum", d: `M${x - 4} ${y}H${x + 4}M${x} ${y - 4}V${y + 4}` })),
        svg("circle", { class: "start-ring", cx: sx, cy: sy, r: 5 }),
      );
      const box = { left: plot.offsetLeft, top: plot.offsetTop, width, height };
      drawAxes(axes, box,
        { ticks: linearTicks(range[0], range[1], width / 45), place: (at) => map.ax * at + map.bx },
        { ticks: linearTicks(range[2], range[3], height / 36), place: (at) => map.ay * at + map.by });
    },
    show(series, theme, frame) {
      const curves = series ? [{ series, xs: "x", ys: "y", hidden: false, slot: look.slot, ...lineOf(look.slot, theme) }] : [];
      trails.show(curves, map, frame, THIN * parseFloat(getComputedStyle(document.documentElement).fontSize));
      heads.show(curves);
      heads.move(map, frame, size.width, size.height);
    },
    advance(frame) {
      trails.advance(frame);
      heads.move(map, frame, size.width, size.height);
    },
    say(text, bad) {
      if (worth.textContent !== text) worth.textContent = text;
      worth.classList.toggle("bad", bad);
    },
  };
}
