/** What the colours and patterns of a map mean. */
import { make } from "../controls.js";
import { heatBar, pieces } from "../heat-bar.js";
import { svg } from "../look.js";
import { SIGNS } from "../sweep/strand.js";
import { shade } from "../traces/shades.js";
import { shareOf } from "../traces/scale.js";
import { t } from "../words.js";
import { STATES, placeWords } from "./looks.js";
import { patternSwatch } from "./patterns.js";
import { ring } from "./sweep.js";
import { measureName } from "./words.js";

const GREY = [140, 140, 140];

const item = (picture, ...words) => make("li", {}, picture, make("span", {}, ...words));
const rgb = (parts) => `rgb(${parts})`;

/** @param scale as of `basinScale` */
export function basinLegend({ looks, counts, named, more, between }) {
  const worn = new Set(looks.filter((look, label) => look && counts.some((one) => one[label])).map(({ pattern }) => pattern));
  return [
    ...[...named].map((label) => looks[label]).map(({ hue, letter, place }) => item(hueSwatch(hue, letter), placeWords(place))),
    ...(more ? [make("li", {}, t("map.more", { count: more }))] : []),
    ramp(between),
    ...patterns(worn),
  ];
}

/** A bar of the hue from few steps to many, with the letter of the basin. */
function hueSwatch(hue, letter) {
  const parts = [0.1, 0.5, 0.9].map((share, i) => svg("rect", { x: 12 * i, width: 12.3, height: 18, fill: rgb(shade(hue, share)) }));
  return svg("svg", { class: "map-swatch", viewBox: "0 0 36 18", "aria-hidden": "true" }, ...parts, svg("text", { class: "map-letter", x: 18, y: 9.5 }, letter));
}

function ramp([least, most]) {
  return make("li", { className: "map-ramp" }, make("span", {}, t("map.few", { step: least })),
    svg("svg", { class: "map-bar", viewBox: "0 0 90 12", "aria-hidden": "true" }, ...pieces(90, (share) => rgb(shade(GREY, share)))), make("span", {}, t("map.many", { step: most })));
}

const OFF = { diverged: "map.is-diverged", left: "map.is-left", outside: "map.is-outside" };
const WORDS = { ...OFF, lost: "map.is-lost", late: "map.is-late", other: "map.is-other" };

/** Those that are worn, with their words. */
const patterns = (there, words = WORDS) => Object.keys(words).filter((name) => there.has(name)).map((name) => item(patternSwatch(name), t(words[name])));

/** @param scale as of `sweepScale` */
export function sweepLegend({ about, verdict }, { counts, heat: scale }) {
  const worn = new Set(STATES.filter((name, state) => name && counts.some((one) => one[state])));
  return [
    ...(scale ? [heatItem(about, scale)] : []),
    ...patterns(worn, { ...OFF, late: "map.is-never", lost: "map.is-lost" }),
    ...bestItem(verdict),
  ];
}

const heatItem = (about, scale) => make("li", { className: "map-heat" }, make("span", {}, measureName(about)), heatBar(scale),
  ...(scale.above ? [make("span", {}, t("map.is-worse"))] : []));

const SIGN_WORDS = { ...OFF, never: "map.is-never", elsewhere: "map.is-lost", above: "sweep.above", below: "sweep.below" };

/** The lines of a sweep over one number, and the signs that are among them. @param scales as of `scalesOf` */
export function linesLegend({ runs, verdict }, { up, lines, looks }) {
  const has = {
    ...Object.fromEntries(Object.keys(OFF).map((how) => [how, (value) => value === how])),
    never: (value) => value === "never",
    elsewhere: (value) => value === "elsewhere",
    above: (value) => typeof value === "number" && shareOf(up, value) > 1 + 1e-9,
    below: (value) => typeof value === "number" && shareOf(up, value) < -1e-9,
  };
  const line = ({ colour, dash }) => svg("svg", { class: "sweep-swatch", viewBox: "0 0 40 20", "aria-hidden": "true" },
    svg("path", { class: "sweep-line", d: "M1 10H39", style: `--tone:${colour};stroke-dasharray:${dash || "none"}` }));
  const sign = (name) => svg("svg", { class: "sweep-swatch short", viewBox: "-10 -10 20 20", "aria-hidden": "true", style: "--tone:var(--ink)" },
    svg("path", { class: `sweep-sign sweep-${name}`, d: SIGNS[name] }));
  return [
    ...runs.map(({ label }, run) => item(line(looks[run]), label)),
    ...Object.keys(has).filter((name) => lines.some((values) => values.some(has[name]))).map((name) => item(sign(name), t(SIGN_WORDS[name]))),
    ...bestItem(verdict),
  ];
}

/** What the ring means, once there is one. */
function bestItem(verdict) {
  if (!verdict?.runs.some(({ best }) => best)) return [];
  return [item(svg("svg", { class: "map-swatch short", viewBox: "-9 -9 18 18", "aria-hidden": "true" }, ring([0, 0], 6)), t("map.is-best"))];
}
