/**
 * Paths and curves that grow on one canvas. Only new segments are drawn; the casing goes beneath
 * whatever is there already, so it never covers a colour.
 */

export const NEAR = 0.7; // pixels a line must move before it is worth a segment
const USUAL = 2.6; // pixels a line is thick where dashes are as look.js has them; those of a thicker line are longer
const THIN = 0.5; // of the weight of the others
const MARGIN = 40; // pixels outside the canvas that are still drawn
export const CHUNK = 128; // pieces in one stroke
export const CROWD = 6000; // pieces of one curve that get dash and casing
const MEMORY = 4096; // pieces a curve remembers, so that one that swings to and fro is not drawn over and over

/**
 * A curve: {series, xs, ys, stair, stroke, edge, gap, dash, thin, hidden}; `xs` names a column of the series, null = the step.
 * A thin curve is a faint line without dash or casing, beside what matters more. On a stair entry i of `ys` holds from point i to point i + 1. What is not a number is a gap.
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
    this.stretch = Math.max(1, weight / USUAL);
    this.rewind();
    this.advance(frame);
  }

  rewind() {
    this.pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.pen.clearRect(0, 0, this.width, this.height);
    this.tails = this.curves.map(() => new Tail());
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
    const { pen } = this;
    while (tail.next <= last) {
      const offset = tail.length;
      const before = tail.pieces;
      tail.joined = false;
      pen.beginPath();
      // A path of many thousand pieces costs far more than many paths of a few.
      for (; tail.next <= last && tail.pieces < before + CHUNK; tail.next++) {
        if (curve.stair && tail.next) this.reach(tail, ...corner(this.map, curve, tail.next));
        this.reach(tail, ...place(this.map, curve, tail.next));
      }
      if (tail.pieces > before) this.stroke(curve, offset, tail.pieces < CROWD);
    }
  }

  /** Add the piece from where the drawing has come to, if it is worth one. */
  reach(tail, x, y) {
    const length = Math.hypot(x - tail.x, y - tail.y);
    if (length < NEAR) return;
    const piece = length < Infinity && tail.isNew(x, y) ? this.clipped(tail.x, tail.y, x, y) : null;
    if (piece) {
      if (!tail.joined || piece[0] !== tail.x || piece[1] !== tail.y) this.pen.moveTo(piece[0], piece[1]);
      this.pen.lineTo(piece[2], piece[3]);
      tail.pieces += 1;
    }
    tail.joined = piece !== null && piece[2] === x && piece[3] === y;
    tail.length += Math.min(length || 0, 1e6);
    tail.x = x;
    tail.y = y;
  }

  /** In a crowd of pieces neither dash nor casing can be seen any more, only paid for. */
  stroke({ stroke, edge, gap, dash, thin }, offset, fine) {
    const { pen, stretch } = this;
    const weight = thin ? THIN * this.weight : this.weight;
    pen.lineJoin = "round";
    pen.lineCap = dash.length && !thin ? "butt" : "round";
    pen.lineWidth = weight;
    pen.strokeStyle = thin ? gap : stroke;
    pen.setLineDash(fine && !thin ? dash.map((part) => part * stretch) : []);
    pen.lineDashOffset = offset;
    pen.stroke();
    if (!fine || thin) return;
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

/** Where the drawing of one curve has come to. */
class Tail {
  next = 0;
  x = NaN;
  y = NaN;
  length = 0;
  pieces = 0;
  joined = false; // whether the pen stands there
  drawn = new Set();

  /** Whether the piece from here to (x, y) has not just been drawn already, to half a pixel. */
  isNew(x, y) {
    const from = Math.round(2 * this.x) * 1e4 + Math.round(2 * this.y);
    const to = Math.round(2 * x) * 1e4 + Math.round(2 * y);
    const key = Math.min(from, to) * 1e8 + Math.max(from, to);
    if (!Number.isSafeInteger(key) || !this.drawn.has(key)) {
      if (this.drawn.size > MEMORY) this.drawn.clear();
      this.drawn.add(key);
      return true;
    }
    return false;
  }
}

/** Where a curve has come to at point i, in pixels; a map that is not flat has a `place` of its own. */
export function place(map, curve, i) {
  return map.place ? map.place(curve, i) : spot(map, curve, i, curve.stair ? Math.max(0, i - 1) : i);
}

/** Where a stair turns on its way to point i. */
const corner = (map, curve, i) => spot(map, curve, i - 1, i - 1);

function spot({ ax, bx, ay, by, log, base, least }, { series, xs, ys }, i, k) {
  const value = series[ys][k];
  const height = log ? Math.log10(Math.max(value - base, least)) : value;
  return [ax * (xs ? series[xs][i] : i) + bx, ay * height + by];
}
