/** What the bars of the timeline and the signs on the curves mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { t } from "../words.js";
import { barOf } from "./bars.js";

const BOX = { left: 1, right: 23, top: 2, height: 12 };
const PIECES = {
  running: { ended: null },
  complete: { ended: "done" },
  pruned: { ended: "pruned" },
  killed: { ended: "killed" },
  resumed: { ended: "done", again: true },
};

/** A list: a piece of bar and its word for each. */
export const barKey = () => make("ul", { className: "master-key" }, ...Object.entries(PIECES).map(([name, piece]) => make("li", {},
  svg("svg", { "viewBox": "0 0 26 16", "aria-hidden": "true" }, barOf({ number: -1, again: false, ...piece }, BOX, { className: `trial-${name in LOOKS ? LOOKS[name] : name}`, sign: null, label: "", em: 0 })),
  t(`master.key-${name}`))));

/** Of a trial that was killed or taken up the colour is that of how it ends. */
const LOOKS = { killed: "complete", resumed: "complete" };

const SIGNS = {
  "best": () => [svg("path", { class: "learning-line", d: "M1 8H19" }), svg("circle", { class: "learning-head", cx: 20, cy: 8, r: 4.5 })],
  "pruned": () => [svg("path", { class: "learning-line", d: "M1 8H19" }), svg("path", { class: "learning-end", d: "M20 2V14" })],
  "resumed": () => [svg("path", { class: "learning-line", d: "M1 8H25" }), svg("circle", { class: "learning-taken", cx: 13, cy: 8, r: 4.5 })],
};

/** A list: a piece of curve and its word for each sign. */
export const curveKey = () => make("ul", { className: "master-key" }, ...Object.entries(SIGNS).map(([name, drawn]) => make("li", {},
  svg("svg", { "viewBox": "0 0 26 16", "aria-hidden": "true" }, svg("g", { class: `learning trial-${name === "pruned" ? name : "complete"}${name === "best" ? " trial-best" : ""}` }, ...drawn())),
  t(`master.key-${name}`))));
