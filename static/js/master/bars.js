/** The bars of a timeline: a trial on a worker, torn where it was killed, joined where another worker took it up. */
import { svg, textWidth } from "../look.js";

const TOOTH = 4; // pixels that a torn edge goes in and out
const TEETH = 4;
const LAND = 5; // pixels behind its left edge at which a bar is taken up
const LEAST = 3; // pixels of a bar that has only begun
const SIGNS = { complete: "M-4 0-1 3.2 4-3.4", best: "M0-5 1.5-1.7 5-1.5 2.3.9 3.2 4.4 0 2.5-3.2 4.4-2.3.9-5-1.5-1.5-1.7Z", failed: "M-4-4 4 4M4-4-4 4" };

/** How a bar ends, by how its worker left it. */
const EDGES = { killed: "torn", stopped: "torn", pruned: "cut" };

/**
 * @param piece {from, to, ended, again} @param box {left, right, top, height} in pixels
 * @param look {className, sign, label} @returns <g>
 */
export function barOf(piece, { left, right, top, height }, { className, sign, label, em }) {
  const to = Math.max(right, left + LEAST);
  const [ends, begins] = [EDGES[piece.ended] ?? "plain", piece.again ? "torn" : "plain"];
  const group = svg("g", { "class": `bar ${className} ${piece.ended ?? "going"}`, "data-trial": piece.number },
    svg("path", { class: "bar-body", d: outline(left, to, top, height, begins, ends) }));
  if (ends === "torn") group.append(svg("path", { class: `bar-torn ${piece.ended}`, d: `M${edge(to, top, height, true)}` }));
  const room = to - left - 8;
  const wide = textWidth(label, em);
  if (room > wide) group.append(svg("text", { class: "bar-label", x: left + 6, y: top + height / 2 }, label));
  if (sign === "failed" && ends === "plain") { // however narrow the bar, as at the end of its curve
    group.append(svg("path", { class: "bar-sign failed", d: SIGNS.failed, transform: `translate(${Math.max(left, to - 0.4 * em)} ${top + height / 2}) scale(${em / 16})` }));
  } else if (sign && SIGNS[sign] && ends !== "torn" && room > wide + em) {
    group.append(svg("path", { class: `bar-sign ${sign}`, d: SIGNS[sign], transform: `translate(${to - 0.56 * em} ${top + height / 2}) scale(${em / 16})` }));
  }
  return group;
}

function outline(left, right, top, height, begins, ends) {
  const low = top + height;
  const start = begins === "torn" ? `M${edge(left, top, height, false)}` : `M${left} ${low}V${top}`;
  if (ends === "torn") return `${start}L${edge(right, top, height, true)}Z`;
  if (ends === "cut") return `${start}H${right}L${Math.max(left, right - 0.4 * height)} ${low}Z`;
  return `${start}H${right}V${low}Z`;
}

/** A torn edge, down or up: the same teeth on both sides, so that the pieces would fit. */
function edge(x, top, height, down) {
  const points = Array.from({ length: TEETH + 1 }, (_, i) => `${(x + (i % 2 ? -TOOTH : 0)).toFixed(1)} ${(top + (height * i) / TEETH).toFixed(1)}`);
  return (down ? points : points.reverse()).join("L");
}

/** From the end of a bar to the beginning of another, on which it comes from above or below. @param a, b boxes of the bars */
export function bridge(a, b, ended) {
  const down = b.top < a.top ? -1 : 1;
  const [from, to] = [{ x: a.right, y: a.top + a.height / 2 }, { x: b.left + LAND, y: down > 0 ? b.top : b.top + b.height }];
  const bend = Math.max(16, 0.5 * (to.x - from.x));
  const rise = Math.max(16, 0.7 * Math.abs(to.y - from.y)) * down;
  return [
    svg("path", { class: `bridge ${ended}`, d: `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x} ${to.y - rise} ${to.x} ${to.y - 5 * down}` }),
    svg("path", { class: `bridge-tip ${ended}`, d: `M${to.x} ${to.y}l-4.5 ${-8 * down}h9z` }),
  ];
}
