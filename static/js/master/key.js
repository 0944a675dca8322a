/** What the bars of the timeline, the signs on the curves and the marks of the best so far mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { t } from "../words.js";
import { barOf } from "./bars.js";

const BOX = { left: 1, right: 23, top: 2, height: 12 };
const PIECES = {
  running: { ended: null },
  complete: { ended: "done" },
  pruned: { ended: "pruned" },
  failed: { ended: "failed" },
  stopped: { ended: "stopped", look: "waiting" },
  killed: { ended: "killed", look: "complete" }, // its colour is that of how its trial ends, and so is the next one's
  resumed: { ended: "done", again: true, look: "complete" },
};

/** Pieces of bar and their words. What a search may never see is shown only where it happened: {element, show(kinds)}. */
export const barKey = () => listOf(PIECES, ["failed", "stopped"], (name, { look = name, ...piece }) =>
  barOf({ number: -1, again: false, ...piece }, BOX, { className: `trial-${look}`, sign: name === "failed" ? "failed" : null, label: "", em: 16 }));

const SIGNS = {
  best: () => [svg("path", { class: "learning-line", d: "M1 8H19" }), svg("circle", { class: "learning-head", cx: 20, cy: 8, r: 4.5 })],
  pruned: () => [svg("path", { class: "learning-line", d: "M1 8H19" }), svg("path", { class: "learning-end", d: "M20 2V14" })],
  failed: () => [svg("path", { class: "learning-line", d: "M1 14 20 6" }), svg("path", { class: "learning-end", d: "M16 2l8 8m0-8-8 8" })],
  resumed: () => [svg("path", { class: "learning-line", d: "M1 8H25" }), svg("circle", { class: "learning-taken", cx: 13, cy: 8, r: 4.5 })],
};
const LOOKS = { best: "complete trial-best", resumed: "complete" };

/** Pieces of curve, likewise. */
export const curveKey = () => listOf(SIGNS, ["failed"], (name, drawn) => svg("g", { class: `learning trial-${LOOKS[name] ?? name}` }, ...drawn()));

const MARKS = {
  best: () => [svg("path", { class: "best-line", d: "M1 8H25" }), svg("circle", { class: "best-spot", cx: 13, cy: 8, r: 4.5 })],
  tried: () => [svg("circle", { class: "tried", cx: 13, cy: 8, r: 3.2 })],
  saved: () => [svg("rect", { class: "saved", x: 1, y: 1, width: 24, height: 14 })],
};

/** What is drawn of the best so far, likewise. */
export const bestKey = () => listOf(MARKS, ["saved"], (_name, drawn) => svg("g", {}, ...drawn()));

/** @param rare the names that are hidden until they are among the `kinds` that are shown */
function listOf(kinds, rare, drawn) {
  const items = Object.entries(kinds).map(([name, kind]) => make("li", { "data-key": name, "hidden": rare.includes(name) },
    svg("svg", { "viewBox": "0 0 26 16", "aria-hidden": "true" }, drawn(name, kind)), t(`master.key-${name}`)));
  return {
    element: make("ul", { className: "master-key" }, ...items),
    show(seen) {
      for (const item of items) item.hidden = rare.includes(item.dataset.key) && !seen.has(item.dataset.key);
    },
  };
}
