/** The ground around the point: a square of it as a body of its own, whose heights are counted from where one stands. */
import { local, surface } from "../api.js";
import { heights as drawn, lossOf } from "../arrays.js";
import { createAsking } from "../bench/asking.js";
import { dot, unit } from "../traces/compass.js";
import { grown } from "../traces/outline.js";

const SIZE = 61; // points a side; odd, so that one of them is where one stands
const WIDE = 2; // half the square, in steps of the needle
const STEEP = 3; // rises of the plane to which a wall is drawn
const LOWEST = 0.05; // of the height of all walls, to which they are drawn at least
const LEVEL = 0.005; // of that height: a plane that rises less is level, whatever is cut off
export const PATCH = 1.3; // half the side of the tangent plane, in such steps

/** The corners of that square. */
const windowOf = ([x, y], reach) => [x - WIDE * reach, x + WIDE * reach, y - WIDE * reach, y + WIDE * reach];

/** How high the tangent plane lies at a place of a grid made here, above where one stands. */
export const onPlane = ({ at, grad }, [x, y]) => dot(grad, [x - at[0], y - at[1]]);

/** The place at the tip of the needle, on the plane. */
export function tipOf(here, degrees, reach) {
  const [x, y] = unit(degrees).map((part, i) => here.at[i] + reach * part);
  return [x, y, onPlane(here, [x, y])];
}

/** From where to where the heights are drawn: beside walls that are cut off a plane is seen to tilt. */
function edges(found, here, reach) {
  const known = found.filter(Number.isFinite);
  if (!here) return { low: Math.min(...known), high: Math.max(...known) };
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const rise = PATCH * reach * (Math.abs(here.grad[0]) + Math.abs(here.grad[1]));
  const far = rise > LEVEL * (most - least) ? Math.max(STEEP * rise, LOWEST * (most - least)) : Infinity;
  return { low: Math.min(-rise, Math.max(least, -far)), high: Math.max(rise, Math.min(most, far)) };
}

/** A grid as the server says it, its heights made losses above that of the point, on no other scale. */
function gridOf(said, here, question) {
  const { at, reach } = question;
  const found = Float64Array.from(drawn(said), (height) => lossOf(said, height) - (here?.value ?? 0));
  return { ...said, ...edges(found, here, reach), of: JSON.stringify(question), heights: found, beneath: grown(found, said.x[2]), scale: "linear", floor: null, here, begin: at };
}

/**
 * The store of a view in space that sees nothing but that square.
 * @param told called with whether there is any ground in it @returns {store, look({surface, at, reach}), stop()}; its `data.grid` has `here`: {at, value, grad}, null where there is no slope
 */
export function createNear(store, told) {
  const ears = new Set();
  let data = { grid: null, race: null };
  const asking = createAsking(
    ({ surface: chosen, at, reach }, signal) => Promise.all([surface(chosen, windowOf(at, reach), SIZE, signal), local(chosen, at, signal)]),
    (said, question) => {
      if (!said) return;
      const [square, { value, grad }] = said;
      const here = [value, ...grad].every((part) => part !== null) ? { at: question.at, value, grad } : null;
      const grid = gridOf(square, here, question);
      const ground = Number.isFinite(grid.high - grid.low);
      told(ground);
      if (!ground) return;
      data = { ...data, grid };
      for (const ear of [...ears]) ear(data, { grid: data.grid });
    },
  );
  return {
    store: {
      get spec() {
        return store.spec;
      },
      get view() {
        return store.view;
      },
      get data() {
        return data;
      },
      put: store.put,
      on(name, ear) {
        if (name !== "data") return store.on(name, ear);
        ears.add(ear);
        return () => ears.delete(ear);
      },
    },
    look: asking.look,
    stop: asking.stop,
  };
}
