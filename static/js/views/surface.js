/** The surface in space, as Plotly wants it described: the greys and levels of the map. */
import { bandColour, levels } from "../traces/levels.js";
import { linearTicks, logTicks } from "../traces/ticks.js";

const HEIGHT = 0.72; // of the body, where its longer side is 1.5
const SIDE = 1.5;
const EDGE = 0.01; // of the height, free above and below: Plotly cuts off what rounding puts outside
const PIT = 0.004;
const SLIMMEST = 1 / 3;
const rgb = (parts) => `rgb(${parts.join(",")})`;

const TICKS = 4; // or so along each axis

/** {box, low, sides, ticks}: the values along each axis, the lowest that is drawn, how long each axis is in space, and its ticks. */
export function bodyOf(grid) {
  const { start, step } = levels(grid);
  const wide = grid.x[1] - grid.x[0];
  const deep = grid.y[1] - grid.y[0];
  const share = deep / wide;
  const even = share >= SLIMMEST && share <= 1 / SLIMMEST;
  const low = Math.max(grid.low, start - step, grid.scale === "log" ? floorOf(grid.heights) : -Infinity);
  const high = Math.max(grid.high, low + step / 10);
  const edge = EDGE * (high - low);
  const [across, along] = [grid.x.slice(0, 2), grid.y.slice(0, 2)];
  return {
    box: [across, along, [low - edge, high + edge]],
    ticks: [linearTicks(...across, TICKS), linearTicks(...along, TICKS), (grid.scale === "log" ? logTicks : linearTicks)(low, high, TICKS)],
    low,
    sides: [even ? SIDE * Math.min(1, 1 / share) : SIDE, even ? SIDE * Math.min(1, share) : SIDE, HEIGHT],
  };
}

/** A logarithmic pit has no bottom: its last fraction of the ground is drawn flat, or it would be all one sees. */
function floorOf(heights) {
  const sorted = heights.filter(Number.isFinite).sort();
  return sorted[Math.floor(PIT * sorted.length)] ?? -Infinity;
}

/**
 * @param eye of the camera @param colours {bands, rule} @param size {width, height} in CSS pixels
 * @returns {data, layout, config}: no margins, no words, no hover, no gestures (the page has its own)
 */
export function surfaceFigure(grid, { box, low, sides, ticks }, eye, colours, size) {
  const [nx, ny] = [grid.x[2], grid.y[2]];
  const [, high] = box[2];
  const { start, step, count } = levels(grid);
  const line = rgb(colours.bands.line);
  const rows = Array.from({ length: ny }, (_, j) => grid.heights.slice(j * nx, (j + 1) * nx).map((z) => (z < low ? low : z)));
  const along = ([from, to, n]) => Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1));
  const axis = (i) => ({
    range: box[i],
    title: { text: "" },
    tickvals: ticks[i].map(({ at }) => at),
    showticklabels: false,
    ticks: "",
    gridcolor: colours.rule,
    zeroline: false,
    showspikes: false,
    showbackground: false,
  });
  return {
    data: [
      {
        type: "surface",
        x: along(grid.x),
        y: along(grid.y),
        z: rows,
        cmin: low,
        cmax: high,
        colorscale: shades(start, step, count, low, high, colours.bands),
        showscale: false,
        hoverinfo: "skip",
        lighting: { ambient: 0.62, diffuse: 0.7, specular: 0.03, roughness: 0.9, fresnel: 0 },
        lightposition: { x: -3000, y: -2000, z: 9000 },
        contours: { z: { show: true, start, end: start + (count - 1) * step, size: step, color: line, width: 1.5 }, x: { highlight: false }, y: { highlight: false } },
      },
    ],
    layout: {
      ...size,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      scene: {
        xaxis: axis(0),
        yaxis: axis(1),
        zaxis: axis(2),
        aspectmode: "manual",
        aspectratio: { x: sides[0], y: sides[1], z: sides[2] },
        camera: cameraAt(eye),
        dragmode: false,
        hovermode: false,
      },
      uirevision: "kept",
    },
    config: { displayModeBar: false, displaylogo: false, showSendToCloud: false, plotGlPixelRatio: Math.min(window.devicePixelRatio || 1, 1.5) },
  };
}

/** The key of the words for what its height means. */
export const heightOf = ({ scale, floor }) => (scale !== "log" ? "space.height" : floor ? "space.log-above" : "space.log-height");

/** Upright, and looking at the middle: Plotly's own default besides the eye. */
export function cameraAt([x, y, z]) {
  return { eye: { x, y, z }, center: { x: 0, y: 0, z: 0 }, up: { x: 0, y: 0, z: 1 } };
}

/** The bands of the map, stepwise. */
function shades(start, step, count, low, high, { low: dark, high: light }) {
  const stops = [[0, rgb(bandColour(0, count, dark, light))]];
  for (let k = 0; k < count; k++) {
    const share = (start + k * step - low) / (high - low);
    if (!(share > 0 && share < 1)) continue;
    stops.push([share, stops.at(-1)[1]], [share, rgb(bandColour(k + 1, count, dark, light))]);
  }
  return [...stops, [1, stops.at(-1)[1]]];
}
