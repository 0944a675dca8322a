/** The tangent plane: a pane of glass that touches the ground where one stands, in pixels. */
import { PATCH, onPlane } from "./near.js";

const PARTS = 16; // along each side of the pane, all of it seen or all of it hidden
const FINER = 3; // halvings of a part that is neither

/** A path around a pane: [[px, py], ...]. */
const closed = (pixels) => `M${pixels.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`;

/**
 * @param scene as `views/space.js` tells it @param before the last answer, which stands while nothing moves
 * @returns {outline, seen, behind}: paths; what the ground stands before is `behind`
 */
export function planeOf(here, reach, { pixels, hides }, before) {
  const [x, y] = here.at;
  const half = PATCH * reach;
  const outline = closed([[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([dx, dy]) => [x + half * dx, y + half * dy]).map((place) => pixels([...place, onPlane(here, place)])));
  if (outline === before?.outline) return before;
  const sides = PARTS * 2 ** FINER;
  const hidden = new Map();
  const spot = (i, j) => {
    const place = [x + half * ((2 * i) / sides - 1), y + half * ((2 * j) / sides - 1)];
    return [...place, onPlane(here, place)];
  };
  const isHidden = (i, j) => {
    const key = i * (sides + 1) + j;
    if (!hidden.has(key)) hidden.set(key, hides(spot(i, j)));
    return hidden.get(key);
  };
  const paths = { seen: [], behind: [] };
  const square = (i, j, side) => [[i, j], [i + side, j], [i + side, j + side], [i, j + side]];

  function lay(i, j, side) {
    const count = square(i, j, side).filter((corner) => isHidden(...corner)).length;
    if (count % 4 && side > 1) {
      for (const [k, l] of square(0, 0, side / 2)) lay(i + k, j + l, side / 2);
    } else paths[count > 1 ? "behind" : "seen"].push(closed(square(i, j, side).map((corner) => pixels(spot(...corner)))));
  }

  const step = 2 ** FINER;
  for (let i = 0; i < sides; i += step) for (let j = 0; j < sides; j += step) lay(i, j, step);
  return { outline, seen: paths.seen.join(""), behind: paths.behind.join("") };
}
