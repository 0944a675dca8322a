/** Curves with what lies between two columns of their lists, `low` and `high`, faint beneath them. */
import { Trails } from "./trails.js";

const STRENGTH = 0.2;
const BEYOND = 40; // pixels outside the canvas at which what is higher or lower is drawn

/** Curves whose `banded` says so have a band; it grows with them. */
export class Banded extends Trails {
  show(curves, map, frame, weight) {
    this.canvas.dataset.bands = curves.filter(({ banded }) => banded).length;
    super.show(curves, map, frame, weight);
  }

  extend(curve, tail, last) {
    super.extend(curve, tail, last);
    if (curve.banded) this.band(curve, tail, last);
  }

  /** The band on to point `last`, in whole columns of pixels: where two translucent slices shared one, a seam would be seen. */
  band({ series, xs, stroke }, tail, last) {
    const { pen, map, ratio, height } = this;
    const across = (i) => map.ax * (xs ? series[xs][i] : i) + map.bx;
    tail.band ??= { first: 0, column: 0 };
    if (last < 1) return;
    const { first, column } = tail.band;
    const next = Math.min(this.canvas.width, Math.floor(ratio * across(last) + 1e-6));
    if (next <= column) return;
    pen.save();
    pen.beginPath();
    pen.rect(column / ratio, 0, (next - column) / ratio, height);
    pen.clip();
    pen.beginPath();
    for (let i = first; i <= last; i++) pen.lineTo(across(i), this.up(series.high[i]));
    for (let i = last; i >= first; i--) pen.lineTo(across(i), this.up(series.low[i]));
    pen.globalCompositeOperation = "destination-over";
    pen.globalAlpha = STRENGTH;
    pen.fillStyle = stroke;
    pen.fill();
    pen.restore();
    tail.band.column = next;
    while (tail.band.first < last && ratio * across(tail.band.first + 1) <= next) tail.band.first += 1;
  }

  /** A value as a height in pixels. */
  up(value) {
    const { ay, by, log, base, least } = this.map;
    const height = ay * (log ? Math.log10(Math.max(value - base, least)) : value) + by;
    return Math.min(this.height + BEYOND, Math.max(-BEYOND, height));
  }
}
