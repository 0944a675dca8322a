/** The cells of a map in words. */
import { pretty } from "../numbers.js";
import { NOTHING } from "../traces/shades.js";
import { t } from "../words.js";
import { looksOf, placeWords, spotWords } from "./looks.js";
import { axisName } from "./sweep.js";

const LOST = { saddle: "map.at-saddle", maximum: "map.at-maximum", flat: "map.at-flat" };

/** What the measure of a sweep is called. */
export const measureName = ({ measure, floor }) => (measure === "loss" && floor ? t("map.loss-above") : t(`maps.measure-${measure}`));

/** Where a spot lies: "start (1.2, 3.4)", "learning rate η 0.01, momentum μ 0.9". */
export function whereWords({ kind, about }, { run, cell }) {
  if (kind === "basin") {
    const columns = about.x.length;
    return t("map.start", { x: pretty(about.x[cell % columns]), y: pretty(about.y[Math.floor(cell / columns)]) });
  }
  return valuesTold(about.axes, valuesAt(about, run, cell));
}

/** Numbers with their names: "learning rate η 0.01, momentum μ 0.9". */
export const valuesTold = (axes, values) => axes.map((axis, i) => `${axisName(axis)} ${pretty(values[i], 4)}`).join(", ");

/** The numbers that a cell of a run stands for, one an axis. */
export function valuesAt({ x, y }, run, cell) {
  const columns = x[run].length;
  return y ? [x[run][cell % columns], y[run][Math.floor(cell / columns)]] : [x[run][cell]];
}

/** What came of it. */
export function endWords(map, { run, cell }) {
  return map.kind === "basin" ? basinWords(map, map.runs[run], cell) : numberWords(map, map.runs[run], cell);
}

function basinWords({ places, about }, { basin, steps, loss }, cell) {
  const label = basin[cell];
  const step = steps[cell];
  if (label === NOTHING) return "…";
  const { letter, place, pattern } = looksOf(places)[label] ?? {};
  if (letter) return t(step < about.steps ? "map.to-minimum" : "map.near-minimum", { letter, place: placeWords(place), step });
  if (place) return t(LOST[place.kind], { place: spotWords(place), step });
  if (pattern === "diverged") return t("map.diverged", { step });
  if (pattern === "left") return t("map.left", { step });
  if (pattern === "outside") return t("map.begins-outside");
  if (pattern === "late") return t("map.unsettled", { step, loss: pretty(loss[cell]) });
  return t("map.to-other", { step });
}

function numberWords({ about }, { values, state }, cell) {
  if (state[cell] === NOTHING) return "…";
  if (state[cell] === 1) return t("map.blew-up");
  if (state[cell] === 2) return t("map.never");
  if (state[cell] === 3) return t("map.is-lost");
  if (state[cell] === 4) return t("map.is-left");
  if (state[cell] === 5) return t("map.begins-outside");
  return `${measureName({ ...about, floor: 0 })} ${pretty(values[cell])}`;
}
