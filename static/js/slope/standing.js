/** Which place of the ground is seen at a pixel. */
import { rounded } from "../window.js";

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

const at = ([from, to, count], i) => from + ((to - from) * i) / (count - 1);
