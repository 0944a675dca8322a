/** One line of what was measured, with a sign wherever a value has no height of its own. */
import { BREAKS, svg } from "../look.js";
import { shareOf } from "../traces/scale.js";

export const SIGNS = { never: "M-4.5 4H4.5L0-5Z", above: "M-4.5 4H4.5L0-5Z", below: "M-4.5-4H4.5L0 5Z", ...BREAKS, outside: "M-5.5 5.5 5.5-5.5", elsewhere: "M0-5.5 5.5 0 0 5.5-5.5 0Z" };
const ALOFT = 11; // pixels between the signs above the plot, of which some are left out

/**
 * Where values stand: value -> [pixel, sign, edge], null where none has come.
 * @param up scale of the numbers @param band pixels above the box for what has no height
 */
export function spotter(up, box, band) {
  return (value) => {
    if (value === undefined) return null;
    if (value === null) return [null, "none"];
    if (typeof value !== "number") return [box.top - band / 2, value];
    const share = shareOf(up, value);
    if (share > 1 + 1e-9) return [box.top - band / 2, "above", box.top];
    if (share < -1e-9) return [box.top + box.height - 5, "below", box.top + box.height];
    return [box.top + (1 - share) * box.height, ""];
  };
}

/**
 * @param place cell -> pixel @param spot as of `spotter` @param look {colour, dash} @param dotted whether every point has a dot
 * @param aside pixels by which signs without a height stand beside their place
 * @param chosen a cell whose dot is large @param ringed a cell with a ring
 */
export function strand(values, { place, spot, look: { colour, dash }, dotted, aside = 0, chosen = null, ringed = null }) {
  const style = `--tone:${colour}`;
  const signs = [];
  let told = { sign: "", x: -Infinity };
  let d = "";
  let open = false;
  values.forEach((value, cell) => {
    const at = spot(value);
    if (at === null) return;
    const [y, sign, edge = y] = at;
    const x = place(cell);
    const numeric = typeof value === "number"; // what lies beyond the axis leads to its edge
    if (numeric) d += `${open ? "L" : "M"}${x.toFixed(1)} ${edge.toFixed(1)}`;
    open = numeric;
    if (y === null) return;
    const ring = cell === ringed ? [svg("circle", { class: "sweep-ring", r: 8.5 })] : [];
    const meant = cell === chosen || ring.length > 0;
    if (!meant && (sign ? told.sign === sign && Math.abs(x - told.x) < ALOFT : !dotted)) return;
    if (sign) told = { sign, x };
    const shape = sign ? svg("path", { class: `sweep-sign sweep-${sign}`, d: SIGNS[sign] }) : svg("circle", { class: "sweep-dot", r: cell === chosen ? 5.5 : 3.2 });
    signs.push(svg("g", { transform: `translate(${x} ${numeric ? y : y + aside})`, style }, ...ring, shape));
  });
  return [svg("path", { class: "sweep-line", d, style: `${style};stroke-dasharray:${dash || "none"}` }), ...signs];
}
