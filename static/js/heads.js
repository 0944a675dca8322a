/** The heads of the runs, on a canvas of their own: each frame wipes the few pixels they stood on and paints them anew. */
import { breakOf } from "./arrays.js";
import { BREAKS, outline, typeSize } from "./look.js";
import { place } from "./trails.js";

const INSET = 10; // a run that left the view keeps its sign at the border
const signs = Object.fromEntries(Object.entries(BREAKS).map(([how, d]) => [how, new Path2D(d)]));

/** @param scale of a head; at 1 it is about 14 px across on a page of 16 px type */
export function createHeads(canvas, scale = 1) {
  const pen = canvas.getContext("2d");
  let heads = [];
  let ratio = 1;
  let size = 1;

  function paint({ curve, outline: shape }, x, y, broken) {
    pen.setTransform(ratio * size, 0, 0, ratio * size, ratio * x, ratio * y);
    pen.strokeStyle = curve.edge;
    if (!broken) {
      pen.lineWidth = 4;
      pen.stroke(shape);
      pen.fillStyle = curve.stroke;
      pen.fill(shape);
      return;
    }
    const sign = signs[broken.how];
    pen.lineWidth = 8;
    pen.stroke(sign);
    pen.lineWidth = 4;
    pen.strokeStyle = curve.stroke;
    pen.stroke(sign);
  }

  return {
    /** Fit the canvas to its box in CSS pixels. Wipes it. */
    resize(width, height) {
      ratio = Math.min(window.devicePixelRatio || 1, 2);
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    },

    /** From now on these curves have the heads. */
    show(curves) {
      heads = curves.map((curve) => ({ curve, outline: outline(curve.slot) }));
      size = (scale * typeSize().line) / 16;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
    },

    /** Paint every head where its run is at `frame`; where they are `kept`, none leaves the plot. */
    move(map, frame, width, height, kept = false) {
      const reach = 13 * size;
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      for (const { x, y } of heads) pen.clearRect(x - reach, y - reach, 2 * reach, 2 * reach);
      pen.lineJoin = pen.lineCap = "round";
      for (const head of heads) {
        const { series, hidden } = head.curve;
        if (hidden || series.count === 0) continue;
        const last = series.last(frame);
        const broken = last === series.count - 1 ? breakOf(series.result) : null;
        const inset = kept ? 6 * size : INSET;
        let [x, y] = place(map, head.curve, last);
        if (Number.isNaN(y)) continue;
        if (broken || kept) {
          x = Math.min(width - inset, Math.max(inset, x));
          y = Math.min(height - inset, Math.max(inset, y));
        }
        Object.assign(head, { x, y });
        paint(head, x, y, broken);
      }
    },
  };
}
