/**
 * Where the inner vectors of an update are drawn, in pixels, by nothing but the shapes they declare:
 *   arrow  to scale where it is a move; else all arrows of the step shrunk or stretched by one round factor
 *   point  at its place, tied to x        axes  the ellipse of equal moves        bar  not on the map
 */
import { contourThrough } from "./conic.js";
import { ellipseOf, modelOf } from "./update.js";

const LONGEST = 100; // pixels of an arrow that is not to scale
const FITTING = [12, 200]; // pixels between which a move's arrow is to scale, as it is while it ends on the map
const FAR = 4000; // pixels beyond which nothing is drawn
const APART = 3; // pixels between two places that are seen as two
const UNSEEN = 4; // pixels of a step that is too short to see

/**
 * @param update an answer of `updateOf` @param vectors as declared @param moves names of the arrows that are moves
 * @param map, width, height of the plot
 * @returns {x, next, unseen, items: [{name, shape, ...}], dots: [{at, number, taken}], model: {pieces, centre} or null}
 */
export function sketch(update, vectors, moves, map, width, height) {
  const pixel = ([x, y]) => [map.ax * x + map.bx, map.ay * y + map.by];
  const shift = ([x, y]) => [map.ax * x, map.ay * y];
  const x = pixel(update.x);
  const next = pixel(update.next);
  const inside = ([px, py]) => px > 0 && py > 0 && px < width && py < height;
  const away = ([px, py]) => Math.hypot(px - x[0], py - x[1]);
  const drawn = vectors.filter(({ name }) => [update.values[name]].flat().every(Number.isFinite));
  const arrows = drawn.filter(({ shape }) => shape === "arrow").map(({ name }) => ({ name, by: shift(update.values[name]) }));
  const longest = Math.max(0, ...arrows.filter(({ name }) => !moves.has(name)).map(({ by }) => Math.hypot(...by)));
  const common = roundBelow(LONGEST / longest);

  const draw = {
    arrow(name) {
      const by = shift(update.values[name]);
      const length = Math.hypot(...by);
      const fits = length >= FITTING[0] && (length <= FITTING[1] || inside([x[0] + by[0], x[1] + by[1]]));
      const factor = !moves.has(name) ? common : fits ? 1 : roundBelow(LONGEST / length);
      if (!(length * factor > 0 && length * factor < Infinity)) return null;
      return { tip: [x[0] + factor * by[0], x[1] + factor * by[1]], factor };
    },
    point(name) {
      const tip = pixel(update.values[name]);
      return away(tip) < FAR ? { tip } : null;
    },
    axes(name, { divides }) {
      const axes = ellipseOf(update.values[name], divides, update.move)?.map((axis, i) => Math.abs((i ? map.ay : map.ax) * axis));
      return axes && Math.max(...axes) > APART && Math.max(...axes) < FAR ? { axes } : null;
    },
    bar: () => null,
  };
  const items = drawn.flatMap((vector) => {
    const found = draw[vector.shape](vector.name, vector);
    return found ? [{ name: vector.name, shape: vector.shape, ...found }] : [];
  });
  const points = items.filter(({ shape }) => shape === "point").map(({ tip }) => tip);
  return {
    x, next, items,
    unseen: away(next) < UNSEEN,
    dots: asked(update.asked.map(({ at }) => pixel(at)), x, next, points),
    model: model(update, map, width, height),
  };
}

/** The places where the objective was asked, other than x and what is drawn already; numbered in their order. */
function asked(places, x, next, points) {
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) > APART;
  const dots = [];
  for (const at of places) {
    if (apart(at, x) && [...points, ...dots].every((other) => apart(at, other)) && Math.hypot(at[0] - x[0], at[1] - x[1]) < FAR) dots.push(at);
  }
  return dots.map((at, i) => ({ at, number: dots.length > 1 ? i + 1 : 0, taken: !apart(at, next) }));
}

function model(update, map, width, height) {
  const known = modelOf(update);
  if (!known) return null;
  const reach = (4 * Math.hypot(width, height)) / Math.min(Math.abs(map.ax), Math.abs(map.ay));
  const { pieces, centre } = contourThrough(known.g, known.hessian, reach);
  const pixel = ([dx, dy]) => [map.ax * (update.x[0] + dx) + map.bx, map.ay * (update.x[1] + dy) + map.by];
  return { pieces: pieces.map((piece) => piece.map(pixel)), centre: centre && pixel(centre) };
}

/** The largest of 1, 2, 5 times a power of ten that is at most `value`. */
function roundBelow(value) {
  const base = 10 ** Math.floor(Math.log10(value));
  const lead = value / base;
  return Number((base * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1)).toPrecision(1));
}
