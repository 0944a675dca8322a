/** Where on the picture a level is named, so that no colour key is needed. */
import { heightAt } from "../arrays.js";
import { power, pretty } from "../numbers.js";

/** Lines across the picture that are searched for crossings: from (u, v) to (u, v), as shares of its width and height. */
const LINES = [
  [0.5, 0.5, 0.93, 0.96],
  [0.5, 0.5, 0.06, 0.05],
  [0.5, 0.5, 0.07, 0.95],
  [0.5, 0.5, 0.94, 0.06],
  [0.05, 0.5, 0.95, 0.5],
  [0.5, 0.05, 0.5, 0.95],
];
const STEPS = 160;
const POWERS = 5; // decades from which on numbers are written as powers
const ROOM = 14; // pixels between two levels that leave room for a name

/** [{x, y, label}] in pixels, at most `most` of them and never close together. */
export function levelLabels(grid, range, { start, step }, width, height, most = 9) {
  const [x0, x1, y0, y1] = range;
  const found = [];
  const named = new Set();
  for (const [u0, v0, u1, v1] of LINES) {
    let before = NaN;
    let crossed = 0; // where the level before this one was crossed, in pixels along the line
    const length = Math.hypot((u1 - u0) * width, (v1 - v0) * height);
    for (let i = 0; i <= STEPS && found.length < most; i++) {
      const u = u0 + ((u1 - u0) * i) / STEPS;
      const v = v0 + ((v1 - v0) * i) / STEPS;
      const level = (heightAt(grid, x0 + u * (x1 - x0), y0 + v * (y1 - y0)) - start) / step;
      const k = Math.max(Math.floor(level), Math.floor(before));
      if (Math.floor(level) !== Math.floor(before) && Number.isFinite(before) && k >= 0) {
        const at = (length * i) / STEPS;
        const crowded = at - crossed < ROOM;
        crossed = at;
        const spot = { x: u * width, y: (1 - v) * height, label: label(grid, start + k * step) };
        if (spot.label && !crowded && !named.has(spot.label) && clear(spot, found, width, height)) {
          named.add(spot.label);
          found.push(spot);
        }
      }
      before = level;
    }
  }
  return found;
}

/** Round numbers only: on a logarithmic picture whole decades, and none where its bottom is cut off. */
function label(grid, height) {
  if (grid.scale !== "log") return pretty(height);
  const decade = Math.round(height);
  if (Math.abs(height - decade) > 1e-6 || 10 ** decade < 20 * grid.shift) return "";
  const value = 10 ** decade + (grid.floor ?? 0);
  if (grid.high >= POWERS && decade >= 3 && Math.abs(value / 10 ** decade - 1) < 0.01) return power(decade); // alike on one picture
  const digits = Math.ceil(Math.log10(Math.abs(value) / 10 ** decade)) + 1; // so many that the decade is among them
  return pretty(value, Math.min(4, Math.max(2, digits)));
}

function clear(spot, others, width, height) {
  const inside = spot.x > 24 && spot.x < width - 24 && spot.y > 12 && spot.y < height - 12;
  return inside && others.every((other) => Math.abs(other.x - spot.x) > 52 || Math.abs(other.y - spot.y) > 26);
}
