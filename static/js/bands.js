/** What lies between two columns of growing lists, `low` and `high`, on a canvas beneath the curves. Only what is new is drawn. */

const STRENGTH = 0.2;
const BEYOND = 40; // pixels outside the canvas at which what is higher or lower is drawn

export class Bands {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.curves = [];
    this.tails = [];
  }

  /** Fit the canvas to its box in CSS pixels. Wipes it. */
  resize(width, height) {
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.height = height;
    this.canvas.width = Math.max(1, Math.round(width * this.ratio));
    this.canvas.height = Math.max(1, Math.round(height * this.ratio));
  }

  /** Start over with those of these curves that have a band; curves and map as Trails have them. */
  show(curves, map, frame) {
    this.curves = curves.filter(({ banded }) => banded);
    this.map = map;
    this.canvas.dataset.bands = this.curves.length;
    this.rewind();
    this.advance(frame);
  }

  rewind() {
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.tails = this.curves.map(() => ({ first: 0, column: 0 }));
    this.frame = -1;
  }

  advance(frame) {
    if (frame < this.frame) this.rewind();
    this.frame = frame;
    this.curves.forEach((curve, k) => this.extend(curve, this.tails[k], curve.series.last(frame)));
  }

  /** Draw on to point `last`, in whole columns of pixels: where two translucent slices shared one, a seam would be seen. */
  extend({ series, xs, stroke }, tail, last) {
    const { pen, map, ratio } = this;
    const across = (i) => ratio * (map.ax * (xs ? series[xs][i] : i) + map.bx);
    if (last < 1) return;
    const column = Math.min(this.canvas.width, Math.floor(across(last) + 1e-6));
    if (column <= tail.column) return;
    pen.save();
    pen.beginPath();
    pen.rect(tail.column, 0, column - tail.column, this.canvas.height);
    pen.clip();
    pen.beginPath();
    for (let i = tail.first; i <= last; i++) pen.lineTo(across(i), this.up(series.high[i]));
    for (let i = last; i >= tail.first; i--) pen.lineTo(across(i), this.up(series.low[i]));
    pen.globalAlpha = STRENGTH;
    pen.fillStyle = stroke;
    pen.fill();
    pen.restore();
    while (tail.first < last && across(tail.first + 1) <= column) tail.first += 1;
    tail.column = column;
  }

  /** A value as a height in pixels of the canvas. */
  up(value) {
    const { ay, by, log, base, least } = this.map;
    const height = ay * (log ? Math.log10(Math.max(value - base, least)) : value) + by;
    return this.ratio * Math.min(this.height + BEYOND, Math.max(-BEYOND, height));
  }
}
