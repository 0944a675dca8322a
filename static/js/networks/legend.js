/** What colours, shapes and cells of the pictures mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { t } from "../words.js";
import { item, swatch, toneOf } from "./classes.js";

const small = (...parts) => svg("svg", { class: "class-swatch wide", viewBox: "0 0 40 20", "aria-hidden": "true" }, ...parts);

function sureness(label) {
  const steps = [0.14, 0.43, 0.72];
  return small(...steps.map((share, i) => svg("rect", { "class": "class-sure", "x": 2 + 12 * i, "y": 3, "width": 12, "height": 14, "style": `--tone:${toneOf(label)}`, "fill-opacity": share })));
}

/** @param data of the start of a training @returns the items of a list */
export function legend({ window, classes }) {
  if (!window) {
    return [
      item(svg("svg", { class: "class-swatch", viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svg("rect", { class: "confusion-right", x: -8, y: -8, width: 16, height: 16 })), t("drawn.is-right")),
      item(svg("svg", { class: "class-swatch", viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svg("rect", { class: "confusion-wrong", x: -8, y: -8, width: 16, height: 16 })), t("drawn.is-wrong")),
      make("li", {}, t("drawn.is-worst")),
    ];
  }
  return [
    ...Array.from({ length: classes }, (_, label) => item(swatch(label), t("drawn.class", { label }))),
    item(swatch(0), t("drawn.is-train")),
    item(swatch(0, true), t("drawn.is-validation")),
    item(sureness(0), t("drawn.is-sure")),
  ];
}
