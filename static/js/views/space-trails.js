/** Paths over a surface in space: as on the map, but cut at the rim, and faint where the surface stands before them. */
import { CHUNK, CROWD, NEAR, Trails } from "../trails.js";

const PIECE = 9; // pixels that are seen or hidden as one
const MOST = 24; // pieces of one segment
const FAINT = 0.28;

/** While the eye moves, only every so many points are drawn. The map of these: {box, on(x, y) -> place, pixels(place) -> [px, py], hides(place)}. */
export class SpaceTrails extends Trails {
  stride = 1;

  extend(curve, tail, last) {
    while (tail.next <= last) {
      const offset = tail.length;
      const lines = { seen: [], hidden: [] };
      let pieces = 0;
      for (; tail.next <= last && pieces < CHUNK; tail.next += this.stride) pieces += this.segment(curve, tail, lines);
      tail.pieces += pieces;
      this.lay(lines.seen, curve, offset, 1, tail.pieces < CROWD);
      this.lay(lines.hidden, curve, offset, FAINT, tail.pieces < CROWD);
    }
  }

  /** The way to the next point, as far as it lies over the surface; how many pieces that made. */
  segment({ series, xs, ys }, tail, lines) {
    const [x, y] = [series[xs][tail.next], series[ys][tail.next]];
    const from = tail.from;
    if (!from) tail.from = [x, y];
    const span = from && within(this.map.box, from, [x, y]);
    if (from && !span) tail.from = [x, y];
    if (!span) return 0;
    const at = (t) => [from[0] + (x - from[0]) * t, from[1] + (y - from[1]) * t];
    const [a, b] = span.map((t) => this.map.on(...at(t)));
    const [start, end] = [this.map.pixels(a), this.map.pixels(b)];
    const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
    if (!(length >= NEAR)) return 0;
    tail.from = [x, y];
    tail.length += length;
    const count = Math.min(MOST, Math.ceil(length / PIECE));
    const between = (p, q, t) => p.map((value, i) => value + (q[i] - value) * t);
    for (let k = 0; k < count; k++) {
      const line = this.map.hides(between(a, b, (k + 0.5) / count)) ? lines.hidden : lines.seen;
      line.push(...between(start, end, k / count), ...between(start, end, (k + 1) / count));
    }
    return count;
  }

  lay(line, curve, offset, alpha, fine) {
    if (!line.length) return;
    const { pen } = this;
    pen.beginPath();
    for (let i = 0; i < line.length; i += 4) {
      if (line[i] !== line[i - 2] || line[i + 1] !== line[i - 1]) pen.moveTo(line[i], line[i + 1]);
      pen.lineTo(line[i + 2], line[i + 3]);
    }
    pen.globalAlpha = alpha;
    this.stroke(curve, offset, fine);
    pen.globalAlpha = 1;
  }
}

/** From where to where the way from one place to another lies inside the box, as shares of it; null if nowhere. */
function within([xs, ys], [x0, y0], [x1, y1]) {
  let [from, to] = [0, 1];
  for (const [value, step, [low, high]] of [[x0, x1 - x0, xs], [y0, y1 - y0, ys]]) {
    if (step === 0 && !(value >= low && value <= high)) return null;
    const ends = [(low - value) / step, (high - value) / step];
    if (step) [from, to] = [Math.max(from, Math.min(...ends)), Math.min(to, Math.max(...ends))];
  }
  return from <= to ? [from, to] : null;
}
