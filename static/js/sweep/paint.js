/** The cells of a map on its canvas. */
import { colours } from "../look.js";
import { heat } from "../traces/heat.js";
import { shareOf } from "../traces/scale.js";

const CROSSED = 0.22; // of a cell: how far the cross of what has no number reaches

/** @param what {classes: Map from value to class, scale of the numbers} */
export function paint(canvas, size, box, cells, values, what) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const theme = colours();
  const pen = canvas.getContext("2d");
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  pen.strokeStyle = theme.ink;
  pen.lineWidth = ratio;
  values.forEach((value, cell) => {
    if (value === undefined) return;
    const { x, y, width, height } = cells.of(cell);
    // Each edge is rounded by itself, so that neighbours meet without a seam.
    const [left, right] = [box.left + x, box.left + x + width].map((at) => Math.round(at * ratio));
    const [top, bottom] = [box.top + y, box.top + y + height].map((at) => Math.round(at * ratio));
    const colour = toneOf(value, what, theme);
    pen.fillStyle = colour ?? theme.paper;
    pen.fillRect(left, top, right - left, bottom - top);
    if (!colour) cross(pen, (left + right) / 2, (top + bottom) / 2, CROSSED * Math.min(right - left, bottom - top));
  });
}

/** The colour of a cell; null where there is neither a number nor a class for it. */
function toneOf(value, { classes, scale }, theme) {
  if (typeof value !== "number") return null;
  if (!classes.size) return heat(shareOf(scale, value));
  const found = classes.get(value);
  if (!found) return null;
  return found.slot === null ? `rgb(${theme.bands.high})` : theme.runs[found.slot % theme.runs.length].stroke;
}

function cross(pen, x, y, reach) {
  pen.beginPath();
  for (const way of [1, -1]) {
    pen.moveTo(x - reach, y - way * reach);
    pen.lineTo(x + reach, y + way * reach);
  }
  pen.stroke();
}
