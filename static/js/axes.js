/** Ticks, grid lines and titles of one plot, as SVG. */
import { svg, typeSize } from "./look.js";

/**
 * @param box {left, top, width, height} of the plot inside the SVG, in CSS pixels
 * @param x, y {ticks: [{at, label}], place: at -> pixel inside the plot, title}
 */
export function drawAxes(element, box, x, y, { grid = false } = {}) {
  const { left, top, width, height } = box;
  const parts = [];
  for (const { at, label } of x.ticks) {
    const px = left + x.place(at);
    if (px < left - 0.5 || px > left + width + 0.5) continue;
    parts.push(svg("path", { class: grid ? "grid" : "tick", d: `M${px} ${grid ? top : top + height}V${top + height + (grid ? 0 : 4)}` }));
    parts.push(words(label, px, top + height + 7, { "dominant-baseline": "hanging", "text-anchor": "middle" }));
  }
  for (const { at, label } of y.ticks) {
    const py = top + y.place(at);
    if (py < top - 0.5 || py > top + height + 0.5) continue;
    parts.push(svg("path", { class: grid ? "grid" : "tick", d: `M${grid ? left : left - 4} ${py}H${grid ? left + width : left}` }));
    parts.push(words(label, left - 8, py, { "dominant-baseline": "central", "text-anchor": "end" }));
  }
  parts.push(svg("rect", { class: "rim", x: left, y: top, width, height }));
  if (x.title) parts.push(grid ? between(x, box) : title(x.title, left + width, top + height - 7, "end"));
  if (y.title) parts.push(title(y.title, left + 7, top + 8, "start", "hanging"));
  element.replaceChildren(...parts);
}

function words(text, x, y, attributes) {
  return svg("text", { class: "tick-label", x, y, ...attributes }, text);
}

/** Where curves end at the bottom right, the word of the axis stands among its numbers, as far as there is room for it. */
function between({ ticks, place, title: text }, { left, top, width, height }) {
  const [last = 0, before = 0] = ticks.map(({ at }) => place(at)).filter((px) => px <= width + 0.5).reverse();
  if (last - before < 6 * typeSize().em) return title(text, left + width, top + height - 7, "end");
  return title(text, left + (last + before) / 2, top + height + 7, "middle", "hanging");
}

/** Titles stand inside the plot, at the end of their axis: no room is lost and none is turned on its side. */
function title(text, x, y, anchor, baseline = "auto") {
  return svg("text", { class: "axis-title", x, y, "text-anchor": anchor, "dominant-baseline": baseline }, text);
}
