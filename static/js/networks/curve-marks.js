/** The signs on learning curves, what they mean, and the epochs below them. */
import { make } from "../controls.js";
import { BREAKS, COLOURS, headOf, svg } from "../look.js";
import { roundStep } from "../traces/ticks.js";
import { t } from "../words.js";

const RING = "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0Z";
const [SIGN, HEAD] = [0.05, 0.038]; // ems of a unit of their outlines

export const tone = (slot) => `--tone:var(--run-${slot % COLOURS})`;

function sign([x, y, em], { slot, looked }, d, className, size) {
  const at = `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(size * em).toFixed(2)})`;
  return Number.isFinite(x + y) ? [svg("path", { class: `${className}${looked ? "" : " faint"}`, d, transform: at, style: tone(slot) })] : [];
}

/** Where a run broke off. @param place [x, y, size of type] in pixels @param run of the cast @returns elements, none where it has no place; as of the others */
export const lost = (place, run) => sign(place, run, BREAKS.diverged, "net-lost", SIGN);

/** Where the loss on what judges was lowest. */
export const lowest = (place, run) => sign(place, run, RING, "net-best", SIGN);

/** Where a run stands: full on what it learns from, hollow on what judges it. @param part "train" or "validation" */
export const head = (place, run, part) => sign(place, run, headOf(run.slot), `net-head-${part}`, HEAD);

/** The items of the key. @param runs of the cast @param broken whether one broke off @param over whether all is trained */
export function curveKey(runs, broken, over) {
  const piece = (part) => svg("svg", { class: "study-swatch", viewBox: "0 0 40 20", "aria-hidden": "true" }, part);
  const stroke = (dash, colour = "--tone:var(--ink)") => svg("path", { class: "study-line", d: "M1 10H39", style: `${colour};stroke-dasharray:${dash}` });
  const named = ({ slot }) => svg("g", {}, stroke("none", tone(slot)), svg("path", { class: "net-head-train", d: headOf(slot), transform: "translate(20 10)", style: tone(slot) }));
  const mark = (className, d) => svg("path", { class: className, d, transform: "translate(20 10)", style: "--tone:var(--ink)" });
  const items = [
    ...runs.map((run) => [named(run), run.name]),
    [stroke("none"), t("drawn.solid")],
    [stroke("5 4"), t("drawn.dashed")],
    over && [mark("net-best", RING), t("drawn.is-best")],
    broken && [mark("net-lost", BREAKS.diverged), t("drawn.is-lost")],
  ];
  return items.filter(Boolean).map(([part, words]) => make("li", {}, piece(part), make("span", {}, words)));
}

/** Epochs are whole. */
export function wholeTicks(last, count) {
  const step = Math.max(1, roundStep(last, count));
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, k) => ({ at: k * step, label: String(k * step) }));
}
