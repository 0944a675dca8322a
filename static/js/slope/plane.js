/** The tangent plane as Plotly wants it described: a glass that touches the ground where one stands. */
import { PATCH, onPlane } from "./near.js";

const CLEAR = 0.004; // of the height of the body, by which it is lifted: where both touch, one is seen

/** The corners of the plane, around it: places in space. */
export function corners(here, reach) {
  const [x, y] = here.at;
  const half = PATCH * reach;
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([dx, dy]) => [x + dx * half, y + dy * half]).map((place) => [...place, onPlane(here, place)]);
}

/** @param grid of near.js @returns what there is to draw besides the ground */
export function planeOf({ here, of, low, high }) {
  if (!here) return [];
  const [a, b, c, d] = corners(here, JSON.parse(of).reach).map(([x, y, z]) => [x, y, z + CLEAR * (high - low)]);
  const tint = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
  return [{
    type: "surface",
    x: [a[0], b[0]],
    y: [a[1], d[1]],
    z: [[a[2], b[2]], [d[2], c[2]]],
    colorscale: [[0, tint], [1, tint]],
    opacity: 0.42,
    showscale: false,
    hoverinfo: "skip",
    lighting: { ambient: 1, diffuse: 0, specular: 0 },
    contours: Object.fromEntries(["x", "y", "z"].map((axis) => [axis, { highlight: false }])),
  }];
}
