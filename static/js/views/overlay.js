/** What stands on the surface in space: paths, heads, the lowest points and the start. All ours, over Plotly's picture. */
import { make } from "../controls.js";
import { createHeads } from "../heads.js";
import { svg } from "../look.js";
import { landmarks } from "../marks.js";
import { axesOf } from "./space-axes.js";
import { projected } from "./projection.js";
import { SpaceTrails } from "./space-trails.js";

const ENOUGH = 2000; // points of a run that are drawn while the eye moves
const CROSS = 6; // pixels from the middle of a lowest point to its ends

export function createOverlay() {
  const paths = make("canvas", { className: "trails", "data-testid": "space-trails" });
  const axes = svg("svg", { class: "marks space-axes", "aria-hidden": "true", "data-testid": "space-axes" });
  const marks = svg("svg", { class: "marks", "aria-hidden": "true" });
  const layer = make("canvas", { className: "layer heads", "data-testid": "space-heads" });
  const trails = new SpaceTrails(paths);
  const heads = createHeads(layer);
  let size = { width: 0, height: 0 };
  let map = null;

  function stand(spots, start, known) {
    marks.replaceChildren(
      ...known,
      ...spots.map(([x, y]) => svg("path", { class: "minimum", d: `M${x - CROSS} ${y}H${x + CROSS}M${x} ${y - CROSS}V${y + CROSS}` })),
      ...start.map(([cx, cy]) => svg("circle", { class: "start-ring", cx, cy, r: 7 })),
    );
  }

  return {
    elements: [axes, paths, marks, layer],
    resize(width, height) {
      size = { width, height };
      trails.resize(width, height);
      heads.resize(width, height);
    },
    /**
     * Everything anew, as `matrix` sees it. @param eye a place among the values of the axes
     * @param titles of the axes @param over what hides a corner, {left, top, right, bottom} @param resting it stays there
     * @returns for others who draw: {box, on(x, y) -> place, pixels(place) -> [px, py], hides(place)}
     */
    show({ curves, frame, body, titles, over, relief, matrix, eye, minima, known, start }, resting) {
      const { box, on } = relief;
      const pixels = (place) => projected(matrix, place, size.width, size.height);
      const place = ({ series }, i) => pixels(on(series.x[i], series.y[i]));
      map = { box, on, pixels, place, hides: (spot) => relief.hides(spot, eye) };
      axes.replaceChildren(...axesOf(body, eye, pixels, titles, size, over));
      const longest = Math.max(0, ...curves.map(({ series }) => series.count));
      trails.stride = resting ? 1 : Math.ceil(longest / ENOUGH) || 1;
      trails.show(curves, map, frame, 0.16 * parseFloat(getComputedStyle(document.documentElement).fontSize));
      heads.show(curves);
      heads.move(map, frame, size.width, size.height);
      const inside = ([x, y]) => x >= box[0][0] && x <= box[0][1] && y >= box[1][0] && y <= box[1][1];
      const spots = (places) => places.filter(inside).map(([x, y]) => pixels(on(x, y)));
      const seen = known.map((one) => ({ ...one, places: one.places.filter(inside) })).filter(({ places }) => places.length);
      stand(spots(minima), spots([start]), landmarks(seen, ([x, y]) => pixels(on(x, y))));
      return map;
    },
    advance(frame) {
      if (!map) return;
      trails.advance(frame);
      heads.move(map, frame, size.width, size.height);
    },
  };
}
