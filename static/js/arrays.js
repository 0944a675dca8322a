/** Packed arrays from the wire, and the lists of a run that grow while a race streams in. */

const KINDS = { u1: Uint8Array, f4: Float32Array, f8: Float64Array, i4: Int32Array, u2: Uint16Array };

/** A packed array ({dtype, bdata}) as a typed one. Little-endian, as everywhere a browser runs. */
export function unpacked({ dtype, bdata }) {
  const text = atob(bdata);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new KINDS[dtype](bytes.buffer);
}

/** One run: room for every point is made once, frames only fill it. */
export class Series {
  constructor(points) {
    this.points = points;
    this.count = 0;
    /** What the last event said: status, diverged_at, left_at, reason, evaluations, final. */
    this.result = null;
    this.derived = new Map(); // how far each column that is worked out here has come
  }

  /** Write the columns of one frame, starting at point `from`. */
  fill(from, columns) {
    let end = this.count;
    for (const [name, packed] of Object.entries(columns)) {
      const values = unpacked(packed);
      this[name] ??= new values.constructor(this.points);
      this[name].set(values, from);
      end = Math.max(end, from + values.length);
    }
    this.count = end;
  }

  /** Work a column out from the others as far as they have come; its last entry may change with the next point. */
  derive(name, value) {
    this[name] ??= new Float64Array(this.points);
    for (let i = Math.max(0, (this.derived.get(name) ?? 0) - 1); i < this.count; i++) this[name][i] = value(this, i);
    this.derived.set(name, this.count);
  }

  /** The last point there is at or before `frame`. */
  last(frame) {
    return Math.min(frame, this.count - 1);
  }
}

/** How a run broke off, as it was led where it cannot stand: {how: "diverged" or "left", step}; null if it did not. */
export function breakOf(result) {
  if (result?.status === "diverged") return { how: "diverged", step: result.diverged_at };
  return result?.status === "left-domain" ? { how: "left", step: result.left_at } : null;
}

/** The drawn heights of a grid: numbers on the scale that is drawn, NaN where the surface has no value. */
export function heights({ x, z, low, high }) {
  const steps = summed(unpacked(z), x[2]);
  const drawn = new Float32Array(steps.length);
  for (let i = 0; i < steps.length; i++) {
    drawn[i] = steps[i] === 65535 ? NaN : low + ((high - low) * steps[i]) / 65534;
  }
  return drawn;
}

/** The server sends differences along rows and columns, modulo 2^16, because they compress well: add them up. */
function summed(steps, columns) {
  for (let at = 0; at < steps.length; at++) {
    const left = at % columns ? steps[at - 1] : 0;
    const above = at < columns ? 0 : steps[at - columns];
    const corner = at % columns && at >= columns ? steps[at - columns - 1] : 0;
    steps[at] += left + above - corner;
  }
  return steps;
}

/** The height at a place, between the grid's points; NaN outside. */
export function heightAt({ x, y, heights }, px, py) {
  const [x0, x1, nx] = x;
  const [y0, y1, ny] = y;
  const u = ((px - x0) / (x1 - x0)) * (nx - 1);
  const v = ((py - y0) / (y1 - y0)) * (ny - 1);
  if (!(u >= 0 && v >= 0 && u <= nx - 1 && v <= ny - 1)) return NaN;
  const i = Math.min(Math.floor(u), nx - 2);
  const j = Math.min(Math.floor(v), ny - 2);
  const a = u - i;
  const b = v - j;
  const at = j * nx + i;
  const near = heights[at] * (1 - a) + heights[at + 1] * a;
  return near * (1 - b) + (heights[at + nx] * (1 - a) + heights[at + nx + 1] * a) * b;
}

/** A drawn height back as a loss. */
export function lossOf({ scale, floor, shift }, height) {
  return scale === "log" ? 10 ** height + (floor ?? 0) - shift : height;
}
