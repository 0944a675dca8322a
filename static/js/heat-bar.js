/** A bar of the colours of numbers, with its ticks: what a colour means. */
import { svg } from "./look.js";
import { heat } from "./traces/heat.js";
import { ticksOf } from "./traces/scale.js";

const PIECES = 48;
const WIDE = 260;

/** A bar of pieces, each in the colour of its share. */
export const pieces = (width, colour) => Array.from({ length: PIECES }, (_, i) =>
  svg("rect", { x: (i * width) / PIECES, width: width / PIECES + 0.4, height: 12, fill: colour((i + 0.5) / PIECES) }));

/** An end of the bar beyond which numbers lie. */
const tip = (share, d) => svg("path", { class: "heat-tip", fill: heat(share), d });

/** @param scale {log, low, high}, and whether numbers lie beyond its ends: {above, below} */
export function heatBar(scale) {
  const ticks = ticksOf(scale, 6).flatMap(({ share, label }) => [
    svg("path", { class: "tick", d: `M${WIDE * share} 12v4` }),
    svg("text", { class: "tick-label", x: WIDE * share, y: 29, "text-anchor": "middle" }, label)]);
  const ends = [...(scale.above ? [tip(1, `M${WIDE} 0l8 6-8 6z`)] : []), ...(scale.below ? [tip(0, "M0 0l-8 6 8 6z")] : [])];
  return svg("svg", { class: "heat-bar", viewBox: "-20 0 300 32", "aria-hidden": "true" }, ...pieces(WIDE, heat), ...ends, ...ticks);
}
