/** Ticks, grid lines and titles of one plot, as SVG. */
import { svg, textWidth, typeSize } from "./look.js";

const MARGIN = 2.75; // ems between the middles of two numbers that a word does not take

/**
 * @param box {left, top, width, height} of the plot inside the SVG, in CSS pixels
 * @param x, y {ticks: [{at, label}], place: at -> pixel inside the plot, title}
 */
export function drawAxes(element, box, x, y, { grid = false } = {}) {
  const { left, top, width, height } = box;
  const parts = [];
  const room = grid && x.title ? between(x, box) : null;
  for (const { at, label } of x.ticks) {
    const px = left + x.place(at);
    if (px < left - 0.5 || px > left + width + 0.5) continue;
    parts.push(svg("path", { class: grid ? "grid" : "tick", d: `M${px} ${grid ? top : top + height}V${top + height + (grid ? 0 : 4)}` }));
    if (!room || px - left <= room.from || px - left >= room.to) parts.push(words(label, px, top + height + 7, { "dominant-baseline": "hanging", "text-anchor": "middle" }));
  }
  for (const { at, label } of y.ticks) {
    const py = top + y.place(at);
    if (py < top - 0.5 || py > top + height + 0.5) continue;
    parts.push(svg("path", { class: grid ? "grid" : "tick", d: `M${grid ? left : left - 4} ${py}H${grid ? left + width : left}` }));
    parts.push(words(label, left - 8, py, { "dominant-baseline": "central", "text-anchor": "end" }));
  }
  parts.push(svg("rect", { class: "rim", x: left, y: top, width, height }));
  if (room) parts.push(title(x.title, left + (room.from + room.to) / 2, top + height + 7, "middle", "hanging"));
  else if (x.title) parts.push(title(x.title, left + width, top + height - 7, "end"));
  if (y.title) parts.push(title(y.title, left + 7, top + 8, "start", "hanging"));
  element.replaceChildren(...parts);
}

function words(text, x, y, attributes) {
  return svg("text", { class: "tick-label", x, y, ...attributes }, text);
}

/** Where curves end at the bottom right, the word of the axis stands among its numbers, in place of one if need be: {from, to}, or null where there is no room at all. */
function between({ ticks, place, title: text }, { width }) {
  const [to = 0, ...before] = ticks.map(({ at }) => place(at)).filter((px) => px >= -0.5 && px <= width + 0.5).sort((a, b) => b - a);
  const from = before.find((px) => to - px >= textWidth(text, typeSize().em) + MARGIN * typeSize().em);
  return from === undefined ? null : { from, to };
}

/** Titles stand inside the plot, at the end of their axis: no room is lost and none is turned on its side. */
function title(text, x, y, anchor, baseline = "auto") {
  return svg("text", { class: "axis-title", x, y, "text-anchor": anchor, "dominant-baseline": baseline }, text);
}
