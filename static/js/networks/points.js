/** The examples on the plane: filled those to learn from, rings those to judge by; each class with its own shape. */
import { unpacked } from "../arrays.js";
import { make } from "../controls.js";
import { onceFor } from "../lab/keeping.js";
import { css, shapeOf } from "./classes.js";

const SHAPE = 8; // the outlines reach from -8 to 8
const [SMALL, LARGE] = [2.2, 5.5]; // pixels from the middle of a point
const CROWD = 0.055; // of the side that a point would reach if it were alone; less by the root of how many there are

const read = onceFor((points) => [["validation", true], ["train", false]].flatMap(([part, ring]) =>
  points[part] ? [{ ring, x: unpacked(points[part].x), y: unpacked(points[part].y), label: unpacked(points[part].label) }] : []));

/** @returns {element, show(points, window, inks)}: drawn anew only where one of them, or the room, is another */
export function createPoints() {
  const element = make("canvas", { className: "net-points", "aria-hidden": "true" });
  let shown = [];

  function draw(points, [x0, x1, y0, y1], { tones, edge }) {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const { clientWidth: side } = element;
    Object.assign(element, { width: Math.round(side * ratio), height: Math.round(side * ratio) });
    const parts = read(points);
    const count = parts.reduce((sum, { label }) => sum + label.length, 0);
    const r = Math.max(SMALL, Math.min(LARGE, (CROWD * side) / Math.sqrt(Math.max(1, count / 12))));
    const pen = element.getContext("2d");
    const outlines = tones.map((_, label) => new Path2D(shapeOf(label)));
    const scale = (ratio * r) / SHAPE;
    for (const { ring, x, y, label } of parts) {
      for (let i = 0; i < label.length; i++) {
        pen.setTransform(scale, 0, 0, scale, ((x[i] - x0) / (x1 - x0)) * element.width, ((y1 - y[i]) / (y1 - y0)) * element.height);
        const tone = css(tones[label[i]]);
        const wide = SHAPE / r;
        if (ring) {
          Object.assign(pen, { strokeStyle: css(edge), lineWidth: 3.2 * wide });
          pen.stroke(outlines[label[i]]);
          Object.assign(pen, { strokeStyle: tone, lineWidth: 1.4 * wide });
          pen.stroke(outlines[label[i]]);
        } else {
          Object.assign(pen, { fillStyle: tone, strokeStyle: css(edge), lineWidth: 1.6 * wide });
          pen.stroke(outlines[label[i]]);
          pen.fill(outlines[label[i]]);
        }
      }
    }
  }

  return {
    element,
    show(points, window, inks) {
      const now = [points, element.clientWidth, inks.tones.join(), inks.edge.join()];
      if (!points || !element.clientWidth || now.every((one, i) => one === shown[i])) return;
      shown = now;
      draw(points, window, inks);
    },
  };
}
