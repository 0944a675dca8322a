/** Where one stands: which place of the ground is seen at a pixel, and from where its slope is seen. */
import { rounded } from "../window.js";

const EYE = [-1.2, -1.93, 1.32]; // low enough to see a plane tilt
const ASIDE = 0.3; // radians off the level line: exactly along it one would not see into depth
const NEAR = 24; // pixels from the ground that still mean it

/** @param scene as `views/space.js` tells it @returns [x, y], null where there is nothing */
export function placeAt({ grid, on, pixels, hides, box }, [px, py]) {
  const [top] = box[2].slice(1);
  let best = { away: NEAR, place: null };
  for (let j = 0; j < grid.y[2]; j++) {
    for (let i = 0; i < grid.x[2]; i++) {
      if (Number.isNaN(grid.heights[j * grid.x[2] + i])) continue;
      const spot = on(at(grid.x, i), at(grid.y, j));
      const [x, y] = pixels(spot);
      const away = Math.hypot(x - px, y - py);
      if (away < best.away && spot[2] <= top && !hides(spot)) best = { away, place: spot.slice(0, 2) };
    }
  }
  return best.place && rounded(best.place, [...box[0], ...box[1]]);
}

/** An eye that looks along the level line of a gradient, from the side on which the usual eye is. */
export function besideSlope([gx, gy]) {
  if (!(Math.hypot(gx, gy) > 0)) return EYE;
  const [ex, ey, ez] = EYE;
  const side = Math.sign(ey * gx - ex * gy) || 1;
  const around = Math.atan2(side * gx, -side * gy) + ASIDE;
  const far = Math.hypot(ex, ey);
  return [far * Math.cos(around), far * Math.sin(around), ez];
}

const at = ([from, to, count], i) => from + ((to - from) * i) / (count - 1);
