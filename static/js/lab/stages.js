/** The ranges of the stages of a strategy that narrows its search; the first is all there is. */
import { svg } from "../look.js";

const WIDE = 3; // ems, from which on there is room for the number of a stage

/** @param spans [{stage, left, right, top, bottom}] in pixels @returns elements */
export const framed = (spans, em) => spans.filter(({ stage }) => stage).map(({ stage, left, right, top, bottom }) => svg("g", { class: "lab-stage" },
  ...["halo", "line"].map((name) => svg("rect", { class: name, x: left, y: top, width: right - left, height: bottom - top })),
  ...(right - left > WIDE * em ? [svg("text", { x: left + 0.3 * em, y: top - 0.3 * em }, String(stage + 1))] : [])));
