/** What the lines, spots, bars and strips of a figure mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { say } from "../words.js";
import { spotShape } from "./looks.js";

const PIECES = {
  line: (style) => svg("path", { class: "study-line", d: "M1 10H39", style }),
  theory: (style) => svg("path", { class: "study-line study-theory", d: "M1 10H39", style }),
  steps: (style) => svg("path", { class: "study-line", d: "M1 15H20V5H39", style }),
  spread: (style) => svg("path", { class: "study-spread", d: "M1 3H39V17H1Z", style }),
  bars: (style) => svg("path", { class: "study-bar", d: "M8 20V9H15V20ZM17 20V3H24V20ZM26 20V12H33V20Z", style }),
  spots: (style, look) => svg("path", { class: "study-spot", d: spotShape(look), transform: "translate(20 10) scale(0.7)", style }),
};

/** A piece of how a series looks. */
export const swatch = ({ role }, look) => svg("svg", { class: "study-swatch", viewBox: "0 0 40 20", "aria-hidden": "true" }, PIECES[role](look.style, look));

/** The items of a list. */
export function legendOf({ series }, looks) {
  return series.map((one, i) => make("li", {}, swatch(one, looks[i]), make("span", {}, say(one.title))));
}
