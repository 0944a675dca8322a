/** The surface as a body: how high it stands at a place, and what it hides. */
import { heightAt } from "../arrays.js";

const STEPS = 48; // looks along one line of sight
const CLEAR = 1.2; // cells around a point in which the ground it stands on hides nothing
const SLACK = 0.006; // of the height of the body: as much may be in the way

/** @param body {box: [[x0, x1], [y0, y1], [z0, z1]], low: the height below which it is drawn flat} */
export function reliefOf(grid, { box, low }) {
  const [[x0, x1], [y0, y1], [bottom, top]] = box;
  const across = (grid.x[2] - 1) / (x1 - x0);
  const along = (grid.y[2] - 1) / (y1 - y0);
  const ground = { ...grid, heights: grid.beneath }; // who stands at the rim of a hole stands as high as the rim
  const into = (value, [from, to]) => Math.min(to, Math.max(from, value));

  /** The place on the surface above (x, y), which is moved to the rim if it lies outside. */
  function on(x, y) {
    const place = [into(x, box[0]), into(y, box[1])];
    const height = heightAt(ground, ...place);
    return [...place, Number.isNaN(height) ? top : Math.max(low, height)];
  }

  /** Whether the surface stands between a place and the eye. */
  function hides([x, y, z], [ex, ey, ez]) {
    const [dx, dy, dz] = [ex - x, ey - y, ez - z];
    let end = 1;
    for (const [value, step, from, to] of [[x, dx, x0, x1], [y, dy, y0, y1], [z, dz, bottom, top]]) {
      if (step) end = Math.min(end, ((step > 0 ? to : from) - value) / step);
    }
    const cells = Math.hypot(dx * across, dy * along) * end;
    if (!(cells > CLEAR)) return false;
    const steps = Math.min(STEPS, Math.ceil(cells));
    const slack = SLACK * (top - bottom);
    const under = heightAt(grid, x, y) > z + slack; // what lies beneath the surface is hidden where the sight leads above it
    for (let k = 0; k < steps; k++) {
      const t = (end * (CLEAR + ((cells - CLEAR) * k) / steps)) / cells;
      const over = heightAt(grid, x + dx * t, y + dy * t) - (z + dz * t);
      if (under ? over < -slack : over > slack && over + z + dz * t <= top) return true; // what rises above the body is cut off
    }
    return false;
  }

  return { on, hides, box };
}
