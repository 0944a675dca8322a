/** The loss of the run that is looked at, over its steps; the others of its sweep faint beneath it. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { SIGNS } from "../sweep/strand.js";
import { ticksOf } from "../traces/scale.js";
import { t } from "../words.js";
import { curvePath, curvesScale, stepTicks } from "./loss-scale.js";
import { endWords, whereWords } from "./words.js";

export function createDetail() {
  const title = make("h3", { "aria-hidden": "true" });
  const ground = svg("svg", { class: "map-over", "aria-hidden": "true" });
  const over = svg("svg", { class: "map-over", "aria-hidden": "true" });
  const plot = make("div", { className: "map-detail-plot" }, ground, over);
  const element = make("section", { className: "map-detail sweep", "data-testid": "map-detail" }, title, plot);
  let told = "";
  let box = null;
  let all = null;

  /** @param spot the cell nearest to it that has a curve is shown */
  function show(map, scales, spot) {
    const one = map.runs[spot.run];
    const cells = [...(one.curves?.keys() ?? [])];
    if (!cells.length || plot.clientWidth < 10) return;
    const cell = cells.reduce((a, b) => (Math.abs(b - spot.cell) < Math.abs(a - spot.cell) ? b : a));
    const now = `${spot.run} ${map.runs.map(({ curves }) => curves?.size)} ${plot.clientWidth} ${plot.clientHeight} ${typeSize().em}`;
    if (now !== told) still(map, scales, spot.run);
    told = now;
    const { colour } = scales.looks[spot.run];
    const { d, end } = curvePath(one.curves.get(cell), one.at ?? [], all, box);
    const failed = scales.lines[spot.run][cell];
    title.textContent = `${one.label}, ${whereWords(map, { run: spot.run, cell })}: ${endWords(map, { run: spot.run, cell })}`;
    over.replaceChildren(svg("path", { class: "sweep-line map-loud", d, style: `--tone:${colour}` }),
      ...(typeof failed === "string" && end ? [svg("path", { class: `sweep-sign sweep-${failed}`, d: SIGNS[failed], style: `--tone:${colour}`, transform: `translate(${end[0]} ${Math.max(end[1], box.top + 5)})` })] : []));
  }

  /** Axes and the other curves, drawn once for a run. */
  function still(map, scales, run) {
    const { em } = typeSize();
    all = curvesScale(map);
    box = { left: 3.4 * em, top: 1.6 * em, width: plot.clientWidth - 4.2 * em, height: plot.clientHeight - 4.3 * em };
    const axes = svg("g");
    const { up, steps } = all;
    drawAxes(axes, box,
      { ticks: stepTicks(steps, box.width / (4.4 * em)), place: (at) => (at / steps) * box.width },
      { ticks: ticksOf(up, box.height / (1.9 * em)).map(({ share, label }) => ({ at: share, label })), place: (at) => (1 - at) * box.height }, { grid: true });
    const { curves, at } = map.runs[run];
    ground.replaceChildren(svg("rect", { class: "map-paper", x: box.left, y: box.top, width: box.width, height: box.height }), axes, ...[...curves.values()].map((curve) => svg("path", { class: "map-faint", d: curvePath(curve, at ?? [], all, box).d })),
      svg("text", { class: "axis-title", "text-anchor": "middle", x: box.left + box.width / 2, y: box.top + box.height + 2.4 * em }, t("chart.steps")),
      svg("text", { class: "axis-title", x: 0.4 * em, y: em }, t(map.about.floor ? "chart.above" : "chart.title")));
  }

  return { element, show };
}
