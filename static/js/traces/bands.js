/** The banded contour picture as pixels: what is on the screen before, and between, Plotly's own. */
import { bandColour } from "./levels.js";

/**
 * Paint `grid` as seen through `range` into RGBA pixels of `width` x `height`.
 * Edges are smoothed over one pixel: the distance to a level, in pixels, is height over slope.
 * @param colours {low, high, line}: [r, g, b]; `line` is mixed in at each level by `strength`
 */
export function paintBands(pixels, width, height, grid, range, levels, { low, high, line, strength }) {
  const { count } = levels;
  const bands = Array.from({ length: count + 1 }, (_, k) => bandColour(k, count, low, high));
  eachRow(width, height, grid, range, levels, (row, here, above) => paintRow(pixels, row * width * 4, here, above, bands, count, line, strength));
}

/** Only the lines at the levels, on nothing. */
export function paintLines(pixels, width, height, grid, range, levels, { line, strength }) {
  const ended = { ...grid, beneath: grid.heights }; // nothing covers what goes on beneath a hole
  eachRow(width, height, ended, range, levels, (row, here, above) => lineRow(pixels, row * width * 4, here, above, levels.count, line, strength));
}

/** The heights of each row of pixels, in levels, and those of the row above: NaN outside the grid. */
function eachRow(width, height, grid, range, { start, step }, take) {
  const [x0, x1, y0, y1] = range;
  const columns = places(width, x0, x1, grid.x);
  const heights = grid.beneath;
  const [gy0, gy1, ny] = grid.y;
  const nx = grid.x[2];
  let above = new Float32Array(width).fill(NaN);
  let here = new Float32Array(width);
  for (let row = 0; row < height; row++) {
    const y = y1 - ((row + 0.5) / height) * (y1 - y0);
    const v = ((y - gy0) / (gy1 - gy0)) * (ny - 1);
    const j = Math.min(Math.floor(v), ny - 2);
    const b = v - j;
    const outside = v < 0 || v > ny - 1;
    for (let column = 0; column < width; column++) {
      const u = columns[column];
      if (outside || Number.isNaN(u)) {
        here[column] = NaN;
        continue;
      }
      const i = Math.min(u | 0, nx - 2);
      const a = u - i;
      const at = j * nx + i;
      const bottom = heights[at] + (heights[at + 1] - heights[at]) * a;
      const top = heights[at + nx] + (heights[at + nx + 1] - heights[at + nx]) * a;
      here[column] = (bottom + (top - bottom) * b - start) / step;
    }
    take(row, here, above);
    [above, here] = [here, above];
  }
}

/** The grid coordinate of each pixel's middle along one axis; NaN outside the grid. */
function places(size, from, to, [g0, g1, n]) {
  const found = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const u = ((from + ((i + 0.5) / size) * (to - from) - g0) / (g1 - g0)) * (n - 1);
    found[i] = u < 0 || u > n - 1 ? NaN : u;
  }
  return found;
}

function paintRow(pixels, offset, here, above, bands, count, line, strength) {
  for (let column = 0; column < here.length; column++, offset += 4) {
    const level = here[column];
    if (level !== level) {
      pixels[offset + 3] = 0;
      continue;
    }
    const nearest = Math.min(Math.max(Math.round(level), 0), count - 1);
    const away = (level - nearest) / slopeAt(level, here, above, column);
    const upper = Math.min(1, Math.max(0, away + 0.5));
    const below = Math.abs(away) < 0.5 ? nearest : clampBand(level, count);
    const other = Math.abs(away) < 0.5 ? nearest + 1 : below;
    const ink = Math.max(0, 1 - Math.abs(away)) * strength;
    for (let part = 0; part < 3; part++) {
      const fill = bands[below][part] + (bands[other][part] - bands[below][part]) * upper;
      pixels[offset + part] = fill + (line[part] - fill) * ink;
    }
    pixels[offset + 3] = 255;
  }
}

function lineRow(pixels, offset, here, above, count, line, strength) {
  for (let column = 0; column < here.length; column++, offset += 4) {
    const level = here[column];
    if (level !== level) continue;
    const nearest = Math.min(Math.max(Math.round(level), 0), count - 1);
    const ink = 1 - Math.abs(level - nearest) / slopeAt(level, here, above, column);
    if (ink <= 0) continue;
    pixels.set(line, offset);
    pixels[offset + 3] = 255 * ink * strength;
  }
}

/** By how many levels the picture changes over one pixel. Levels sit at 0, 1, ... count - 1; band k lies below level k. */
function slopeAt(level, here, above, column) {
  const right = column + 1 < here.length ? here[column + 1] : here[column - 1];
  const across = Math.abs(right - level) || 0;
  const down = Math.abs(above[column] - level) || across;
  return Math.max(Math.hypot(across, down), 1e-6);
}

function clampBand(level, count) {
  return Math.min(count, Math.max(0, Math.floor(level) + 1));
}
