/**
 * Paths and curves that grow on one canvas. Only new segments are drawn; the casing goes beneath
 * whatever is there already, so it never covers a colour.
 */

const NEAR = 0.7; // pixels a line must move before it is worth a segment
const MARGIN = 40; // pixels outside the canvas that are still drawn

/**
 * A curve: {series, xs, ys, stroke, edge, gap, dash, hidden}; `xs` names a column of the series, null = the step.
 * A map: {ax, bx, ay, by, log, base, least}: pixel = a * value + b, after log10(max(value - base, least)) for y.
 */
export class Trails {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.tails = [];
    this.curves = [];
  }

  /** Fit the canvas to its box in CSS pixels. Wipes it. */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.max(1, Math.round(width * this.ratio));
    this.canvas.height = Math.max(1, Math.round(height * this.ratio));
  }

  /** Start over with these curves, drawn up to `frame`. */
  show(curves, map, frame, weight = 2.4) {
    this.curves = curves;
    this.map = map;
    this.weight = weight;
    this.rewind();
    this.advance(frame);
  }

  rewind() {
    this.pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.pen.clearRect(0, 0, this.width, this.height);
    this.tails = this.curves.map(() => ({ next: 0, x: NaN, y: NaN, length: 0 }));
    this.frame = -1;
  }

  /** Draw what is new up to `frame`; going back means starting over. */
  advance(frame) {
    if (frame < this.frame) this.rewind();
    this.frame = frame;
    this.curves.forEach((curve, k) => {
      if (!curve.hidden) this.extend(curve, this.tails[k], curve.series.last(frame));
    });
  }

  extend(curve, tail, last) {
    if (tail.next > last) return;
    const { pen } = this;
    const offset = tail.length;
    pen.beginPath();
    let drawn = false;
    let joined = false;
    for (let i = tail.next; i <= last; i++) {
      const [x, y] = place(this.map, curve, i);
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      const length = Math.hypot(x - tail.x, y - tail.y);
      if (length < NEAR) continue;
      if (length >= NEAR) {
        const piece = this.clipped(tail.x, tail.y, x, y);
        if (piece) {
          if (!joined || piece[0] !== tail.x || piece[1] !== tail.y) pen.moveTo(piece[0], piece[1]);
          pen.lineTo(piece[2], piece[3]);
          drawn = true;
          joined = piece[2] === x && piece[3] === y;
        } else {
          joined = false;
        }
        tail.length += Math.min(length, 1e6);
      }
      tail.x = x;
      tail.y = y;
    }
    tail.next = last + 1;
    if (drawn) this.stroke(curve, offset);
  }

  stroke({ stroke, edge, gap, dash }, offset) {
    const { pen, weight } = this;
    pen.lineJoin = "round";
    pen.lineCap = dash.length ? "butt" : "round";
    pen.lineWidth = weight;
    pen.strokeStyle = stroke;
    pen.setLineDash(dash);
    pen.lineDashOffset = offset;
    pen.stroke();
    pen.globalCompositeOperation = "destination-over";
    pen.setLineDash([]);
    if (dash.length) {
      pen.strokeStyle = gap;
      pen.stroke();
    }
    pen.lineWidth = weight + 2;
    pen.strokeStyle = edge;
    pen.stroke();
    pen.globalCompositeOperation = "source-over";
  }

  /** The part of a segment on or near the canvas, or null. A point 1e12 away must not cost a million dashes. */
  clipped(x0, y0, x1, y1) {
    const [right, bottom] = [this.width + MARGIN, this.height + MARGIN];
    const inside = (x, y) => x >= -MARGIN && x <= right && y >= -MARGIN && y <= bottom;
    if (inside(x0, y0) && inside(x1, y1)) return [x0, y0, x1, y1];
    const [dx, dy] = [x1 - x0, y1 - y0];
    let from = 0;
    let to = 1;
    for (const [p, q] of [[-dx, x0 + MARGIN], [dx, right - x0], [-dy, y0 + MARGIN], [dy, bottom - y0]]) {
      if (p === 0 && q < 0) return null;
      if (p < 0) from = Math.max(from, q / p);
      if (p > 0) to = Math.min(to, q / p);
    }
    if (!(from < to)) return null;
    return [x0 + from * dx, y0 + from * dy, to === 1 ? x1 : x0 + to * dx, to === 1 ? y1 : y0 + to * dy];
  }
}

/** Where point i of a curve lies, in pixels. */
export function place({ ax, bx, ay, by, log, base, least }, { series, xs, ys }, i) {
  const value = series[ys][i];
  const height = log ? Math.log10(Math.max(value - base, least)) : value;
  return [ax * (xs ? series[xs][i] : i) + bx, ay * height + by];
}
