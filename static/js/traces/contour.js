/** The still picture of a surface, as Plotly wants it described. */
import { bandColour } from "./levels.js";

const rgb = (parts) => `rgb(${parts.join(",")})`;

/**
 * @param grid {x, y, beneath} @param range [x0, x1, y0, y1] @param colours as for paintBands
 * @returns {data, layout, config}: margins of zero, no axes of its own (the page draws them)
 */
export function contourFigure(grid, range, { start, step, count }, { low, high, line, strength }, width, height) {
  const [nx, ny] = [grid.x[2], grid.y[2]];
  const rows = Array.from({ length: ny }, (_, j) => grid.beneath.subarray(j * nx, (j + 1) * nx));
  const axis = (from, to) => ({ range: [from, to], visible: false, fixedrange: true });
  return {
    data: [
      {
        type: "contour",
        x0: grid.x[0],
        dx: (grid.x[1] - grid.x[0]) / (nx - 1),
        y0: grid.y[0],
        dy: (grid.y[1] - grid.y[0]) / (ny - 1),
        z: rows,
        autocontour: false,
        contours: { start, end: start + (count - 1) * step, size: step, coloring: "fill", showlines: true },
        colorscale: stops(count, low, high),
        line: { width: 1, smoothing: 0, color: `rgba(${line.join(",")},${strength})` },
        showscale: false,
        hoverinfo: "skip",
      },
    ],
    layout: {
      width,
      height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      xaxis: axis(range[0], range[1]),
      yaxis: axis(range[2], range[3]),
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
    },
    config: { staticPlot: true, displaylogo: false, showSendToCloud: false },
  };
}

/** One stop per band, so that Plotly's bands have exactly the colours of the canvas. */
function stops(count, low, high) {
  const bands = Math.max(count, 1);
  return Array.from({ length: bands + 1 }, (_, k) => [k / bands, rgb(bandColour(k, bands, low, high))]);
}
