/** The loss of every run over steps, gradients, cost or epochs, and beneath it one more curve of one's choice. */
import { createAxisNote, placed } from "../axis-note.js";
import { createBrush } from "../brush.js";
import { CURRENCIES, axisOf, columnOf, currenciesOf } from "../budget.js";
import { createChart } from "../chart.js";
import { createChartWords } from "../chart-words.js";
import { make } from "../controls.js";
import { colours, lineOf } from "../look.js";
import { captions, createRepeatsNote, listsOf, lossCurves } from "../loss-curves.js";
import { createCurveColumns, curveName, offered } from "../more-curves.js";
import { go, lastStep, shownStep } from "../player.js";
import { createRanges } from "../ranges.js";
import { lossesOf } from "../repeats.js";
import { names } from "../runs.js";
import { segments } from "../segments.js";
import { indexNear, readingAt } from "../traces/curves.js";
import { linearLossExtent, logLossExtent, stepExtent } from "../traces/extents.js";
import { t } from "../words.js";

export function mount(element, store) {
  const loss = createChart({ "data-testid": "loss-chart", "role": "img", "aria-label": t("chart.loss") });
  const more = createChart({ "data-testid": "curve-chart", "role": "img", "aria-label": t("chart.more") });
  more.element.classList.add("small");
  const put = (key) => (value) => store.put("view", { [key]: value });
  const axis = segments("axis", Object.keys(CURRENCIES).map((one) => [one, t(`chart.by-${one}`)]), t("chart.axis"), put("axis"));
  const scale = segments("scale", [["log", t("chart.log")], ["linear", t("chart.linear")]], t("chart.scale"), put("scale"));
  const title = make("h2", { className: "panel-title" }, t("chart.title"));
  const axisNote = createAxisNote();
  const repeatsNote = createRepeatsNote();
  const which = make("select", { className: "curve-choice", "aria-label": t("chart.more"), "data-part": "curve", "data-testid": "curve" });
  which.addEventListener("change", () => put("curve")(which.value));
  const note = make("p", { className: "note", hidden: true, "data-testid": "curve-note" });
  const noLog = make("p", { className: "note", hidden: true }, t("chart.no-log"));
  const words = createChartWords(told);
  element.replaceChildren(make("div", { className: "chart-head" }, title, axis.element, scale.element), noLog, loss.element, repeatsNote.element, axisNote.element,
    which, more.element, note, words.element);

  const ranges = createRanges();
  const columns = createCurveColumns();
  let shown = ""; // what the axes were drawn for
  let runs = []; // those that are drawn
  let lossCurve = null;
  let curve = null;

  /** The choice of curves; made anew only when it has changed, so that an open list stays open. */
  function choices(curves) {
    const now = curves.map(({ key }) => key).join(" ");
    if (which.dataset.keys !== now) {
      which.replaceChildren(...curves.map((one) => make("option", { value: one.key, textContent: curveName(one) })));
      which.dataset.keys = now;
    }
    which.value = curve.key;
    note.hidden = !curve.note;
    note.textContent = curve.note ? t(`curve.${curve.note}-note`) : "";
  }

  /** Draw anew; while the same race comes in, only where an axis has to widen. */
  function show(always = true) {
    const { race, grid } = store.data;
    const { view } = store;
    const floor = grid?.floor ?? null;
    const log = floor !== null && view.scale !== "linear";
    const counted = axisOf(view, race);
    axis.set(counted, true, currenciesOf(store.spec));
    scale.set(log ? "log" : "linear", floor !== null);
    noLog.hidden = floor !== null || !grid;
    title.textContent = t(log && floor !== 0 ? "chart.above" : "chart.title");
    if (!race) {
      loss.empty();
      more.empty();
      return;
    }
    if (!grid || race.of !== grid.of) return;
    const xs = columnOf(counted);
    drawable(race, xs);
    const all = runs.map(({ series }) => series);
    const lines = lossCurves(runs, xs);
    const curves = offered(store.spec, race, grid.minima);
    curve = curves.find(({ key }) => key === view.curve) ?? curves[0];
    lossCurve = { value: (series, i) => series.loss[i] - (log ? floor : 0) };
    choices(curves);
    const spent = xs ? lines.map(({ series }) => series[xs][series.count - 1]) : [];
    const x = stepExtent(counted, race.steps, spent, race.ended);
    const losses = log ? above(lines, floor) : plain(lines, floor);
    const { column, extent } = columns.of(curve, all);
    const now = JSON.stringify([x, losses, extent, column, lines.length]);
    if (!always && now === shown) return;
    shown = now;
    const along = { x, counts: xs !== null };
    repeatsNote.show(race);
    loss.show(lines, { ...losses, ...along, xTitle: t(`chart.${counted}`) }, view.frame);
    if (extent) more.show(runs.map((run) => ({ ...run, xs, ys: column, stair: curve.update })), { ...extent, ...along }, view.frame);
    else more.empty();
  }

  /** Keep the runs that have a place on the axis; the others are named beneath it. */
  function drawable(race, xs) {
    const theme = colours();
    const called = names(store.spec.runs);
    const absent = [];
    runs = store.spec.runs.flatMap(({ look }, i) => {
      const series = race.series[race.ids.indexOf(look.id)];
      if (!series?.count || look.hidden) return [];
      if (!placed(series, xs)) absent.push(called[i]);
      return placed(series, xs) ? [{ series, name: called[i], slot: look.slot, ...lineOf(look.slot, theme) }] : [];
    });
    axisNote.show(axisOf(store.view, race), absent);
  }

  const above = (lines, floor) =>
    logLossExtent(listsOf(lines).map(([series, column]) => ranges.of(series, `${column} above ${floor}`, (value) => value > floor && value < Infinity, column)), floor);

  function plain(lines, floor) {
    const whole = lines.filter(({ series }) => series.result?.status !== "diverged");
    return linearLossExtent(listsOf(whole.length ? whole : lines).map(([series, column]) => ranges.of(series, column, Number.isFinite, column)), floor);
  }

  const readings = (drawn, step) => runs.map(({ series, name, stroke }) => ({ name, stroke, ...readingAt(drawn, drawn === lossCurve ? lossesOf(series) : series, step) }));

  /** What both charts show, for the words. */
  function told() {
    const { race } = store.data;
    if (!runs.length || !curve) return [];
    const step = shownStep(store.view.frame, race);
    const one = (chart, drawn, what) => ({ element: chart.element, what, step, last: lastStep(race), read: (at) => readings(drawn, at) });
    const [above, below] = captions(race, title.textContent, curveName(curve));
    return [one(loss, lossCurve, above), one(more, curve, below)];
  }

  /** Where runs spend differently, the place on the axis is a step of the one that gets furthest with it. */
  function stepAt(value) {
    const xs = columnOf(axisOf(store.view, store.data.race));
    return xs ? Math.max(...runs.map(({ series }) => indexNear(series[xs], series.count, value))) : Math.round(value);
  }

  const brush = (chart, drawn) => createBrush(chart, {
    step: stepAt,
    go: (step) => go(store, step),
    read: (step) => (store.view.playing ? [] : readings(drawn(), step).sort((a, b) => a.value - b.value)),
  });
  const brushes = [brush(loss, () => lossCurve), brush(more, () => curve)];

  let raced = null;
  let skipped = false;
  function arrive({ race }, patch) {
    if (!("race" in patch || "grid" in patch)) return;
    show(race !== raced || "grid" in patch);
    raced = race;
    words.stir();
  }

  const stops = [
    store.on("data", arrive),
    store.on("spec", () => show()),
    store.on("view", (view, patch) => {
      if (["axis", "scale", "curve", "theme"].some((key) => key in patch)) show();
      loss.rest(!view.playing);
      words.stir();
    }),
    store.on("frame", (frame) => {
      // Every second frame is enough for curves: each canvas that changes costs the same again as the paths.
      skipped = store.view.playing && !skipped;
      if (skipped) return;
      loss.advance(frame);
      more.advance(frame);
    }),
    words.stop,
    ...[...brushes, loss, more].map((one) => one.stop),
  ];
  loss.rest(!store.view.playing);
  more.rest(false);
  show();
  return () => stops.forEach((stop) => stop());
}
