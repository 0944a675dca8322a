/** What the lines, spots, bars and strips of a figure mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { heat } from "../traces/heat.js";
import { say } from "../words.js";
import { classSwatch } from "./cells.js";
import { lanesOf, tallness, toneOf } from "./lanes.js";
import { spotShape } from "./looks.js";

const PIECES = {
  line: (style) => svg("path", { class: "study-line", d: "M1 10H39", style }),
  theory: (style) => svg("path", { class: "study-line study-theory", d: "M1 10H39", style }),
  steps: (style) => svg("path", { class: "study-line", d: "M1 15H20V5H39", style }),
  spread: (style) => svg("path", { class: "study-spread", d: "M1 3H39V17H1Z", style }),
  bars: (style) => svg("path", { class: "study-bar", d: "M8 20V9H15V20ZM17 20V3H24V20ZM26 20V12H33V20Z", style }),
  spots: (style, look) => spots(style, look),
  dots: (style, look) => spots(style, look),
  rings: (style, look) => spots(style, look, "study-spot study-ring"),
  cells: () => svg("g", {}, ...[0, 0.5, 1].map((share, i) => svg("rect", { x: 2 + 12 * i, y: 4, width: 12.2, height: 12, fill: heat(share) }))),
};

function spots(style, look, name = "study-spot") {
  return svg("path", { class: name, d: spotShape(look), transform: "translate(20 10) scale(0.7)", style });
}

function tile(series, look, value) {
  const high = 20 * tallness(value, series);
  return svg("rect", { class: "study-tile", x: 14, y: 20 - high, width: 12, height: high, style: toneOf(value, look) });
}

/** A piece of how a series looks; of tiles the one of a class. */
export const swatch = (series, look, value = 0) => (series.role === "cells" && series.names.length ? classSwatch(value) : svg("svg", { class: "study-swatch", viewBox: "0 0 40 20", "aria-hidden": "true" },
  PIECES[series.role]?.(look.style, look) ?? tile(series, look, value)));

/** The items of a list: a series each. Lanes have their names in the chart: there only the classes of tiles are left to say. */
export function legendOf({ series }, looks) {
  const others = series.flatMap((one, i) => (one.role === "cells" ? [] : [[swatch(one, looks[i]), one.title]])); // cells have a key of their own
  const classes = series[0].names.map((name, value) => [swatch(series[0], looks[0], value), name]);
  const items = lanesOf(series) ? classes : others;
  return items.map(([piece, title]) => make("li", {}, piece, make("span", {}, say(title))));
}
