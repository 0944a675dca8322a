/** What lies behind the trials: a field of numbers as a picture, smooth between its points; where there is none it wears a pattern. */
import { make } from "../controls.js";
import { patternFor } from "../maps/patterns.js";
import { heatOf } from "../traces/heat.js";

const FINE = 192; // pixels a side that are worked out; the browser does the rest
const NIGHT = [[16, 21, 28], [30, 74, 122], [86, 180, 233], [255, 255, 255]]; // dark is nothing

const blend = (stops) => (share) => {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(at));
  return stops[from].map((part, i) => part + (at - from) * (stops[from + 1][i] - part));
};

/** The colours of a share 0..1: of scores, and of what a model does not know or promises. */
export const TONES = { score: heatOf, promise: blend(NIGHT) };

/** @returns {element, show(box, field)}; a field is {columns, rows, shares (NaN where there is none), tone, stepped: for each axis whether nothing lies between its values} with points on the edges, or null */
export function createBackdrop() {
  const element = make("canvas", { className: "lab-backdrop" });
  const pen = element.getContext("2d");
  const small = document.createElement("canvas");
  let painted = null; // what is on it: {field, looks}

  function show({ left, top, width, height }, field) {
    element.hidden = !field;
    Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    if (!field || same(field, `${width} ${height} ${document.documentElement.dataset.theme} ${document.documentElement.dataset.contrast}`)) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(element, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    pen.fillStyle = patternFor(pen, "diverged", ratio);
    pen.fillRect(0, 0, element.width, element.height);
    paint(small, field);
    pen.imageSmoothingEnabled = true;
    pen.drawImage(small, 0, 0, element.width, element.height);
  }

  /** Whether just that is painted already; from now on it is. */
  function same(field, looks) {
    const before = painted;
    painted = { field, looks };
    return before?.looks === looks && (before.field === field || (before.field.tone === field.tone && before.field.columns === field.columns && before.field.shares.every((share, i) => Object.is(share, field.shares[i]))));
  }

  return { element, show };
}

/** Between four points that have numbers a pixel is blended; beside one that has none it is what its nearest point is. */
function paint(canvas, { columns, rows, shares, tone, stepped }) {
  Object.assign(canvas, { width: FINE, height: FINE });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(FINE, FINE);
  const colour = TONES[tone];
  for (let py = 0, to = 0; py < FINE; py++) {
    const v = (1 - py / (FINE - 1)) * (rows - 1);
    const [j, b] = split(v, rows, stepped[1]);
    for (let px = 0; px < FINE; px++, to += 4) {
      const [i, a] = split((px / (FINE - 1)) * (columns - 1), columns, stepped[0]);
      const corners = [shares[j * columns + i], shares[j * columns + i + 1], shares[(j + 1) * columns + i], shares[(j + 1) * columns + i + 1]];
      const mixed = (corners[0] * (1 - a) + corners[1] * a) * (1 - b) + (corners[2] * (1 - a) + corners[3] * a) * b;
      const share = Number.isNaN(mixed) ? corners[2 * Math.round(b) + Math.round(a)] : mixed;
      if (Number.isNaN(share)) continue;
      const [red, green, blue] = colour(share);
      image.data[to] = red;
      image.data[to + 1] = green;
      image.data[to + 2] = blue;
      image.data[to + 3] = 255;
    }
  }
  pen.putImageData(image, 0, 0);
}

function split(at, count, stepped) {
  const whole = Math.max(0, Math.min(count - 2, Math.floor(at)));
  return [whole, stepped ? Math.round(at - whole) : at - whole];
}
