/** The recorded losses of a plane as grids of surfaces are drawn, and how much of the plane is seen. */
import { unpacked } from "../arrays.js";

const ROOM = 0.06; // of its width around a path that has no ground
const FAR = 1.5; // widths of a ground within which it makes room for its path

/** @returns a grid as `paint` and the view in space want it, or null where the file has no plane */
export function groundOf({ id, told: { plane } }) {
  if (!plane) return null;
  const heights = unpacked(plane.z);
  return { ...plane, of: `own-${id}`, heights, beneath: heights, floor: null, shift: 0, minima: [], begin: [NaN, NaN], holes: null };
}

/** [x0, x1, y0, y1]: all of the ground, and of the path what is not too far from it. */
export function shownRange(grid, path) {
  const along = (name, axis) => {
    const values = (path?.[name] ?? []).filter(Number.isFinite);
    if (!grid) return roomy(Math.min(...values), Math.max(...values));
    const [from, to] = axis;
    const far = FAR * (to - from);
    return [Math.max(from - far, Math.min(from, ...values)), Math.min(to + far, Math.max(to, ...values))];
  };
  return [...along("x", grid?.x), ...along("y", grid?.y)];
}

function roomy(low, high) {
  const room = ROOM * (high - low) || 1;
  return [low - room, high + room];
}
