/** How densely the scale of an axis is tried: its decades, as wide as their share of the draws, and a mark for each trial. */
import { make } from "../controls.js";
import { COLOURS, svg, typeSize } from "../look.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";
import { crowded, longest, nameAt } from "./lettering.js";
import { decadesOf, shareAt, ticksAlong } from "./warp.js";

const [LANE, LABELS] = [7, 15]; // pixels

/** @returns {element, show(axis), mark(lanes [{slot, values}])} */
export function createDensity() {
  const picture = svg("svg", { class: "lab-density", "aria-hidden": "true" });
  const words = make("p", { className: "note" });
  const element = make("div", { className: "lab-density-box" }, picture, words);
  new ResizeObserver(draw).observe(element);
  let axis = null;
  let lanes = [];
  let drawn = null; // how wide, and the path of each lane

  function draw() {
    const width = element.clientWidth;
    drawn = null; // out of sight nothing is: what was is of other lanes by the next look
    if (!axis || !width) return;
    const height = Math.max(1, lanes.length) * LANE + 4;
    const ticks = ticksAlong(axis, width / 58);
    const names = axis.options ? ticks.map(({ label }) => label) : [];
    const { em } = typeSize();
    const turned = names.length > 0 && crowded(names, width, em);
    const under = turned ? longest(names, em, true) + 8 : LABELS;
    picture.setAttribute("viewBox", `0 0 ${width} ${height + under}`);
    picture.style.height = `${height + under}px`;
    const edges = decadesOf(axis).map(({ at }) => at * width);
    const bands = [0, ...edges.sort((a, b) => a - b), width].flatMap((from, i, all) => (i % 2 && all[i + 1] ? [svg("rect", { class: "lab-decade", x: from, y: 0, width: all[i + 1] - from, height })] : []));
    drawn = { width, paths: lanes.map(({ slot }) => svg("path", { style: `stroke:var(--run-${slot % COLOURS})` })) };
    fill();
    picture.replaceChildren(
      svg("rect", { class: "lab-strip", x: 0, y: 0, width, height }), ...bands, ...drawn.paths,
      ...ticks.map(({ at, label }) => turned ? nameAt(at * width, height + 5, label, true) : svg("text", { class: "tick-label", "x": at * width, "y": height + LABELS - 3, "text-anchor": at < 0.06 ? "start" : at > 0.94 ? "end" : "middle" }, label)));
  }

  /** The marks alone: they come while the player runs. */
  function fill() {
    const { width, paths } = drawn;
    lanes.forEach(({ values }, lane) => {
      const marks = values.map((value) => `M${Math.min(width - 1, Math.max(1, shareAt(axis, value) * width)).toFixed(1)} ${2 + lane * LANE}v${LANE - 1}`);
      paths[lane].setAttribute("d", [...new Set(marks)].join(""));
    });
  }

  return {
    element,
    show(next) {
      axis = next;
      words.textContent = share(next);
      words.hidden = !words.textContent;
      draw();
    },
    mark(next) {
      const same = drawn && next.length === lanes.length && next.every(({ slot }, lane) => slot === lanes[lane].slot);
      lanes = next;
      if (same) fill();
      else draw();
    },
  };
}

/** Which share of even draws falls where: into the last decade, or into every one. */
function share(axis) {
  const edges = decadesOf(axis);
  if (!edges.length) return "";
  if (axis.scale === "linear") {
    const last = edges.at(-1);
    return t("search.share-linear", { percent: Math.round(100 * (1 - last.at)), value: pretty(last.value) });
  }
  const decades = axis.scale === "log" ? Math.log10(axis.high / axis.low) : Math.log10((1 - axis.low) / (1 - axis.high));
  return decades < 1.5 ? "" : t(`search.share-${axis.scale}`, { percent: Math.round(100 / decades) });
}
