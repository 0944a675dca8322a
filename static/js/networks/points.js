/** The examples on the plane: filled those to learn from, rings those to judge by; each class with its own shape. */
import { unpacked } from "../arrays.js";
import { make } from "../controls.js";
import { onceFor } from "../lab/keeping.js";
import { css, mixed, shapeOf } from "./classes.js";

const SHAPE = 8; // the outlines reach from -8 to 8
const [SMALL, LARGE] = [2.2, 5.5]; // pixels from the middle of a point
const INKED = 0.3; // of its outline is ink, so that a pale class is seen on pale ground
const CROWD = 0.055; // of the side that a point would reach if it were alone; less by the root of how many there are

const read = onceFor((points) => [["validation", true], ["train", false]].flatMap(([part, ring]) =>
  points[part] ? [{ ring, x: unpacked(points[part].x), y: unpacked(points[part].y), label: unpacked(points[part].label) }] : []));

/** @returns {element, show(points, window, inks)}: drawn anew only where one of them, or the room, is another */
export function createPoints() {
  const element = make("canvas", { className: "net-points", "aria-hidden": "true" });
  let shown = [];

  function draw(points, [x0, x1, y0, y1], { tones, edge, ink }) {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const { clientWidth: side } = element;
    Object.assign(element, { width: Math.round(side * ratio), height: Math.round(side * ratio) });
    const parts = read(points);
    const count = parts.reduce((sum, { label }) => sum + label.length, 0);
    const r = Math.max(SMALL, Math.min(LARGE, (CROWD * side) / Math.sqrt(Math.max(1, count / 12))));
    const pen = element.getContext("2d");
    const outlines = tones.map((_, label) => new Path2D(shapeOf(label)));
    const scale = (ratio * r) / SHAPE;
    const stroke = (outline, strokeStyle, lineWidth) => {
      Object.assign(pen, { strokeStyle, lineWidth });
      pen.stroke(outline);
    };
    for (const { ring, x, y, label } of parts) {
      for (let i = 0; i < label.length; i++) {
        pen.setTransform(scale, 0, 0, scale, ((x[i] - x0) / (x1 - x0)) * element.width, ((y1 - y[i]) / (y1 - y0)) * element.height);
        const outline = outlines[label[i]];
        stroke(outline, css(edge), (ring ? 3.2 : 2.4) * (SHAPE / r));
        if (!ring) {
          pen.fillStyle = css(tones[label[i]]);
          pen.fill(outline);
        }
        stroke(outline, css(mixed(ink, tones[label[i]], INKED)), (ring ? 1.4 : 0.8) * (SHAPE / r));
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
