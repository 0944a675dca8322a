/** What the lines, signs, classes and colours of a computed chart mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { heat } from "../traces/heat.js";
import { shareOf, ticksOf } from "../traces/scale.js";
import { say, t } from "../words.js";
import { curveScale } from "./curves.js";
import { heatScale } from "./map.js";
import { SIGNS } from "./strand.js";
import { classesOf, lineLook } from "./tones.js";
import { sharesOf } from "./words.js";

const STEPS = 24; // pieces of the bar of colours

/** The items of the legend. @param kind "curves", "strips" or "map" */
export function legendOf(chart, kind, runs) {
  const { about } = chart;
  if (kind === "curves") return [...about.lines.map((_, line) => lineItem(about, line, runs)), ...signItems(chart)];
  if (classesOf(about).length) return classItems(chart, kind);
  return [heatItem(heatScale(chart)), ...crossed(chart)];
}

const item = (picture, words) => make("li", {}, picture, make("span", {}, words));

function lineItem(about, line, runs) {
  const { colour, dash } = lineLook(about, line, runs);
  const piece = svg("path", { class: "sweep-line", d: "M1 10H39", style: `--tone:${colour};stroke-dasharray:${dash || "none"}` });
  return item(svg("svg", { class: "sweep-swatch", viewBox: "0 0 40 20", "aria-hidden": "true" }, piece), say(about.lines[line].name));
}

const signSwatch = (name) =>
  svg("svg", { class: "sweep-swatch short", viewBox: "-10 -10 20 20", "aria-hidden": "true", style: "--tone:var(--ink)" }, svg("path", { class: `sweep-sign sweep-${name}`, d: SIGNS[name] }));

const has = (chart, what) => chart.lines.some((values) => values.some((value) => value === what));

/** The signs that are on the chart. */
function signItems(chart) {
  const scale = curveScale(chart);
  const beyond = (way) => chart.lines.some((values) => values.some((value) => typeof value === "number" && way(shareOf(scale, value))));
  const there = { never: has(chart, "never"), diverged: has(chart, "diverged"), left: has(chart, "left"), above: beyond((share) => share > 1 + 1e-9), below: beyond((share) => share < -1e-9) };
  return Object.keys(there).filter((what) => there[what]).map((what) => item(signSwatch(what), t(`sweep.${what}`)));
}

function crossed(chart) {
  const what = ["never", "diverged", "left"].filter((one) => has(chart, one)).map((one) => t(`sweep.${one}`));
  return what.length ? [item(signSwatch("diverged"), what.join(", "))] : [];
}

/** Each class with its letter, and on a map with the share of the cells that it has. */
function classItems(chart, kind) {
  const shares = kind === "map" ? sharesOf(chart, 0) : null;
  return classesOf(chart.about).map(({ value, name, letter, slot }) => {
    const square = make("i", { className: "sweep-class", textContent: letter });
    square.style.setProperty("--tone", slot === null ? "var(--band-high)" : `var(--run-${slot % 8})`);
    const share = shares ? (100 * shares.get(value)).toFixed(0) : "…";
    return item(square, kind === "map" ? `${say(name)} ${t("sweep.share", { percent: share })}` : say(name));
  });
}

/** The bar of colours with a few numbers. */
function heatItem(scale) {
  if (!scale) return "";
  const pieces = Array.from({ length: STEPS }, (_, i) => svg("rect", { x: (i * 200) / STEPS, y: 0, width: 200 / STEPS + 0.5, height: 12, fill: heat((i + 0.5) / STEPS) }));
  const labels = ticksOf(scale, 4).map(({ share, label }) => svg("text", { class: "tick-label", x: 200 * share, y: 27, "text-anchor": "middle" }, label));
  return make("li", { className: "sweep-heat" }, svg("svg", { viewBox: "-20 0 240 32", "aria-hidden": "true" }, ...pieces, ...labels));
}
