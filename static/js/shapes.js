/** The shapes that vectors are drawn in, as SVG: a line in its colour over a casing, and a wider one that is felt but not seen. */
import { svg } from "./look.js";

const HEAD = 10; // pixels of an arrow's head
const START = 8; // pixels from its place at which an arrow begins, so that what stands there is seen
const join = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** A group of one outline: casing, line and what the pointer feels. */
function drawn(d, attributes, solid = "") {
  return svg("g", attributes,
    svg("path", { class: "casing", d: d + solid }),
    svg("path", { class: "line", d }),
    ...(solid ? [svg("path", { class: "solid", d: solid })] : []),
    svg("path", { class: "felt", d: d + solid }));
}

/** An arrow; one shorter than its head has a smaller head. */
export function arrow(from, to, attributes, wide = 1) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const head = Math.min(HEAD * wide, 0.6 * length);
  const [ux, uy] = [dx / length, dy / length];
  const start = Math.min(START, 0.3 * length);
  const tail = [from[0] + start * ux, from[1] + start * uy];
  const neck = [to[0] - head * ux, to[1] - head * uy];
  const side = (by) => [neck[0] - by * uy, neck[1] + by * ux];
  return drawn(join([tail, neck]), attributes, `${join([to, side(0.45 * head), side(-0.45 * head)])}Z`);
}

/** A place, tied to where it is seen from. */
export function point(from, to, attributes) {
  return svg("g", attributes, svg("path", { class: "tie", d: join([from, to]) }), ...disc(to, 4.5));
}

const circle = ([x, y], r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

function disc(at, r) {
  const d = circle(at, r);
  return [svg("path", { class: "casing", d }), svg("path", { class: "disc", d }), svg("path", { class: "felt", d })];
}

export function ellipse([x, y], [rx, ry], attributes) {
  const d = `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
  return drawn(d, attributes);
}

/** Where the objective was asked: a dot with its number; the one that was taken is filled. */
export function dot({ at, number, taken }, attributes) {
  const words = number ? [svg("text", { x: at[0], y: at[1] - 9 }, String(number))] : [];
  const d = circle(at, 3.5);
  return svg("g", attributes, svg("path", { class: "casing", d }), svg("path", { class: taken ? "solid" : "hollow", d }), ...words);
}

/** The contour of a quadratic model, its centre a small cross. */
export function contour({ pieces, centre }, attributes) {
  const cross = centre ? `M${centre[0] - 4} ${centre[1] - 4}l8 8m-8 0l8 -8` : "";
  const d = pieces.map(join).join("");
  return svg("g", attributes,
    svg("path", { class: "casing", d: d + cross }), svg("path", { class: "line", d }), svg("path", { class: "cross", d: cross }), svg("path", { class: "felt", d }));
}
