/** What dots, colours and marks of the lab mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { patternSwatch } from "../maps/patterns.js";
import { ticksOf } from "../traces/scale.js";
import { say, t } from "../words.js";
import { TONES } from "./backdrop.js";
import { next, ring } from "./dots.js";

const [WIDE, PIECES] = [220, 48];

const item = (picture, words) => make("li", {}, picture, make("span", {}, words));
const small = (...parts) => svg("svg", { class: "lab-swatch", viewBox: "-10 -10 20 20", "aria-hidden": "true" }, ...parts);
const wide = (...parts) => svg("svg", { class: "lab-swatch wide", viewBox: "0 0 40 20", "aria-hidden": "true" }, ...parts);

/** A bar of colours. @param ticks [{share, label}] */
function bar(tone, words, ticks) {
  const pieces = Array.from({ length: PIECES }, (_, i) => svg("rect", { x: (i * WIDE) / PIECES, width: WIDE / PIECES + 0.4, height: 12, fill: `rgb(${TONES[tone]((i + 0.5) / PIECES).map(Math.round)})` }));
  const marks = ticks.flatMap(({ share, label }) => [svg("path", { class: "tick", d: `M${WIDE * share} 12v4` }), svg("text", { class: "tick-label", x: WIDE * share, y: 29, "text-anchor": "middle" }, label)]);
  return make("li", { className: "lab-bar" }, make("span", {}, words), svg("svg", { viewBox: `-20 0 ${WIDE + 40} 32`, "aria-hidden": "true" }, ...pieces, ...marks));
}

/** @param seen what is drawn: its scale and backdrop, and whether there is only one axis (flat), how many places its landscape has, a model and so on @returns the items */
export function legend({ about }, { scale, backdrop, flat, land, model, going, failed, gaps, short, stages }) {
  const heat = scale && !flat && (land || backdrop === "mean") && bar("score", say(about.measure.title), ticksOf(scale, 5));
  const promise = !flat && ["sd", "gain"].includes(backdrop) && bar("promise", t(`search.${backdrop}`), [{ share: 0, label: "0" }, { share: 1, label: t("search.most") }]);
  return [
    heat,
    promise,
    flat && land && item(wide(svg("path", { class: "lab-land", d: "M1 14Q14-6 20 8T39 8" })), t("search.is-land", { count: land })),
    model && item(wide(svg("path", { class: "lab-unsure", d: "M1 2Q20 12 39 2V18Q20 8 1 18Z" }), svg("path", { class: "lab-mean", d: "M1 10H39" })), t("search.is-model")),
    model && item(wide(svg("path", { class: "lab-gain", d: "M1 18Q14 18 20 4T39 18Z" })), t("search.gain")),
    going && item(small(next([0, 0], 7)), t("search.is-next")),
    item(small(svg("g", { class: "lab-dot" }, svg("circle", { r: 8 }), svg("text", { class: "lab-number" }, "1"))), t(short ? "search.is-trial-size" : "search.is-trial")),
    item(small(svg("g", { class: "lab-dot latest" }, svg("circle", { r: 8 }))), t("search.is-latest")),
    item(small(ring([0, 0], 6)), t(short ? "search.is-best-whole" : "search.is-best")),
    failed && item(small(svg("g", { class: "lab-failed" }, svg("path", { class: "halo", d: "M-5-5 5 5M5-5-5 5" }), svg("path", { class: "line", d: "M-5-5 5 5M5-5-5 5" }))), t("search.is-failed")),
    gaps && item(flat ? small(svg("rect", { class: "lab-gap", x: -10, y: -8, width: 20, height: 16 })) : patternSwatch("diverged"), t("search.is-gap")),
    stages && item(small(svg("g", { class: "lab-stage" }, svg("rect", { class: "halo", x: -8, y: -6, width: 16, height: 12 }), svg("rect", { class: "line", x: -8, y: -6, width: 16, height: 12 }))), t("search.is-stage")),
    item(small(svg("rect", { class: "lab-strip", x: -10, y: -5, width: 20, height: 10 }), svg("path", { class: "lab-tick", d: "M-6-4v8M0-4v8M4-4v8" })), t("search.is-strip")),
  ].filter(Boolean);
}
