/** Gradients as arrows at the point on the map: all at one scale, so that what is apart is seen to be apart. */
import { followMap } from "../lens.js";
import { svg } from "../look.js";
import { arrow } from "../shapes.js";
import { toPixels } from "../window.js";

const LONG = 110; // pixels of the gradient by the formula, or this share of a small map
const SHARE = 0.3;
const LONGEST = 2.2; // times that of what is longer

/** @param plot the plot of the map @returns {show(at, arrows), stop()}: arrows as [{name, grad, wide}], one that exists sets the scale */
export function createArrows(plot) {
  const picture = svg("svg", { class: "marks gradients", "aria-hidden": "true", "data-testid": "gradient-arrows" });
  plot.append(picture);
  let map = null;
  let shown = { at: null, arrows: [] };

  function draw() {
    const { at, arrows } = shown;
    if (!map || !arrows.length) return picture.replaceChildren();
    const from = toPixels(map, at);
    const inPixels = ([gx, gy]) => [gx * map.ax, gy * map.ay];
    const long = Math.min(LONG, SHARE * Math.min(plot.clientWidth, plot.clientHeight));
    const length = arrows.map(({ grad }) => Math.hypot(...inPixels(grad))).find((size) => size > 0);
    return picture.replaceChildren(...arrows.flatMap(({ name, grad, wide }) => {
      const way = inPixels(grad);
      const own = Math.hypot(...way);
      if (!(own > 0)) return [];
      const factor = Math.min(long / length, (LONGEST * long) / own);
      return [arrow(from, way.map((part, i) => from[i] + factor * part), { class: name }, wide)];
    }));
  }

  const quit = followMap(plot, (next) => {
    map = next;
    draw();
  });
  return {
    show(at, arrows = []) {
      shown = { at, arrows };
      draw();
    },
    stop() {
      quit();
      picture.remove();
    },
  };
}
