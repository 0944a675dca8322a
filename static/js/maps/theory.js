/** What theory knows, drawn over what was measured: curves on planes, vertical lines over one number, and their formulas. */
import { make } from "../controls.js";
import { formula } from "../formula.js";
import { svg } from "../look.js";
import { say } from "../words.js";

const DASHES = ["none", "8 5", "2 4.5", "12 4 3 4"];
const KINDS = { stability: "6 4", optimum: "1.5 3.5" }; // the dash of a vertical line goes with what it says
const DIAMOND = "M0-5 5 0 0 5-5 0Z";

/** A line with a casing, which is seen on every colour. */
const cased = (d, attributes = {}) => svg("g", { class: "map-curve" }, svg("path", { class: "halo", d }), svg("path", { class: "line", d, ...attributes }));
const swatch = (...parts) => svg("svg", { class: "map-swatch", viewBox: "0 0 36 18", "aria-hidden": "true" }, ...parts);
const diamond = ([x, y]) => svg("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, cased(DIAMOND));

/** The curves of a plane; one that is a single point is a diamond. @param at (x, y) -> pixels of the plane */
export function theoryCurves(curves, at) {
  return curves.map(({ points }, i) => {
    const spots = points.map(([x, y]) => at(x, y)).filter((spot) => spot.every(Number.isFinite));
    if (spots.length === 1) return diamond(spots[0]);
    return cased(spots.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join(""), { "stroke-dasharray": DASHES[i % DASHES.length] });
  });
}

/** The list beneath a plane: each curve with its name and formula. */
export const theoryNotes = (curves) => curves.map(({ points, ...curve }, i) =>
  note(curve, swatch(points.length === 1 ? diamond([18, 9]) : cased("M2 9H34", { "stroke-dasharray": DASHES[i % DASHES.length] }))));

/** How the vertical line of a run looks. */
export const uprightStyle = ({ kind }, colour) => `stroke:${colour};stroke-dasharray:${KINDS[kind]};stroke-width:2px`;

/** The list beneath curves over one number; @param looks of the runs, as of `scalesOf` */
export const uprightNotes = (curves, runs, looks) => curves.map((curve) =>
  note(curve, swatch(svg("path", { d: "M2 9H34", style: uprightStyle(curve, looks[curve.run].colour) })), `${runs[curve.run].label}: `));

function note({ name, mathml }, picture, whose = "") {
  return make("li", {}, picture, make("div", { className: "map-formula" }, make("span", {}, whose + say(name)), ...pieces(formula(mathml))));
}

/** A formula of several statements in as many pieces, between which a line may be broken. */
function pieces(math) {
  const row = math.querySelector("mrow");
  const found = [math];
  for (const part of [...(row?.children ?? [])]) {
    if (part.localName === "mspace") {
      const next = math.cloneNode(false);
      next.append(row.cloneNode(false));
      found.push(next);
      part.remove();
    } else if (found.length > 1) found.at(-1).firstElementChild.append(part);
  }
  return found;
}
