/** The loss of every run over steps, gradients or cost, and its learning rate beneath. */
import { createAxisNote, placed } from "../axis-note.js";
import { CURRENCIES, columnOf } from "../budget.js";
import { createChart } from "../chart.js";
import { make } from "../controls.js";
import { colours, lineOf } from "../look.js";
import { names } from "../runs.js";
import { createReach, linearLossExtent, logLossExtent, rateExtent, stepExtent } from "../traces/extents.js";
import { t } from "../words.js";

export function mount(element, store) {
  const loss = createChart({ "data-testid": "loss-chart", "role": "img", "aria-label": t("chart.loss") });
  const rate = createChart({ "data-testid": "rate-chart", "role": "img", "aria-label": t("chart.rate") });
  rate.element.classList.add("small");
  const axis = segments("axis", Object.keys(CURRENCIES).map((one) => [one, t(`chart.by-${one}`)]), t("chart.axis"));
  const scale = segments("scale", [["log", t("chart.log")], ["linear", t("chart.linear")]], t("chart.scale"));
  const title = make("h2", { className: "panel-title" }, t("chart.title"));
  const axisNote = createAxisNote();
  const caption = make("p", { className: "chart-caption" }, t("chart.rate"));
  const noLog = make("p", { className: "note", hidden: true }, t("chart.no-log"));
  element.replaceChildren(make("div", { className: "chart-head" }, title, axis.element, scale.element), noLog, loss.element, axisNote.element, caption, rate.element);

  function segments(key, options, words) {
    const inputs = options.map(([value]) => make("input", { type: "radio", name: key, value, "data-testid": `${key}-${value}` }));
    inputs.forEach((input) => input.addEventListener("change", () => store.put("view", { [key]: input.value })));
    const labels = options.map(([, text], i) => make("label", {}, inputs[i], make("span", {}, text)));
    return {
      element: make("div", { className: "segments", role: "radiogroup", "aria-label": words, "data-part": key }, ...labels),
      set(value, free) {
        for (const input of inputs) {
          input.checked = input.value === value;
          input.disabled = !free && input.value !== value;
        }
      },
    };
  }

  let shown = ""; // what the axes were drawn for
  let reaches = new WeakMap();
  let floored = NaN;

  /** What is known of a run's losses and rates; read on from where it was left. */
  function reachesOf(series, floor) {
    if (floor !== floored) reaches = new WeakMap();
    floored = floor;
    if (!reaches.has(series)) {
      reaches.set(series, {
        above: createReach((value) => floor !== null && value > floor && value < Infinity),
        loss: createReach(Number.isFinite),
        lr: createReach((value) => value > 0 && value < Infinity),
      });
    }
    const known = reaches.get(series);
    known.above.read(series.loss, series.count);
    known.loss.read(series.loss, series.count);
    known.lr.read(series.lr, series.count);
    return known;
  }

  /** Draw anew; while the same race comes in, only where an axis has to widen. */
  function show(always = true) {
    const { race, grid } = store.data;
    const { view } = store;
    const floor = grid?.floor ?? null;
    const log = floor !== null && view.scale !== "linear";
    axis.set(view.axis, true);
    scale.set(log ? "log" : "linear", floor !== null);
    noLog.hidden = floor !== null || !grid;
    title.textContent = t(log && floor !== 0 ? "chart.above" : "chart.title");
    if (!race) {
      loss.empty();
      rate.empty();
      return;
    }
    if (!grid || race.of !== grid.of) return;
    const theme = colours();
    const xs = columnOf(view.axis);
    const called = names(store.spec.runs);
    const absent = [];
    const runs = store.spec.runs.flatMap(({ look }, i) => {
      const series = race.series[race.ids.indexOf(look.id)];
      if (!series?.count || look.hidden) return [];
      if (!placed(series, xs)) absent.push(called[i]);
      return placed(series, xs) ? [{ series, slot: look.slot, ...lineOf(look.slot, theme) }] : [];
    });
    axisNote.show(view.axis, absent);
    const known = runs.map(({ series }) => reachesOf(series, floor));
    const whole = known.filter((_one, i) => runs[i].series.result?.status !== "diverged");
    const steady = whole.length ? whole : known;
    const spent = xs ? runs.map(({ series }) => series[xs][series.count - 1]) : [];
    const x = stepExtent(view.axis, race.steps, spent, race.ended);
    const losses = log ? logLossExtent(known.map(({ above }) => above), floor) : linearLossExtent(steady.map((one) => one.loss), floor);
    const rates = rateExtent(known.map(({ lr }) => lr));
    const now = JSON.stringify([x, losses, rates, runs.length]);
    if (!always && now === shown) return;
    shown = now;
    loss.show(runs.map((run) => ({ ...run, xs, ys: "loss" })), { ...losses, x, xTitle: t(`chart.${view.axis}`) }, view.frame);
    rate.element.hidden = caption.hidden = !rates;
    if (rates) rate.show(runs.map((run) => ({ ...run, xs, ys: "lr" })), { ...rates, x }, view.frame);
  }

  let raced = null;
  let skipped = false;
  function arrive({ race }, patch) {
    if (!("race" in patch || "grid" in patch)) return;
    show(race !== raced || "grid" in patch);
    raced = race;
  }

  const stops = [
    store.on("data", arrive),
    store.on("spec", () => show()),
    store.on("view", (_view, patch) => ["axis", "scale", "theme"].some((key) => key in patch) && show()),
    store.on("view", ({ playing }) => loss.rest(!playing)),
    store.on("frame", (frame) => {
      // Every second frame is enough for curves: each canvas that changes costs the same again as the paths.
      skipped = store.view.playing && !skipped;
      if (skipped) return;
      loss.advance(frame);
      rate.advance(frame);
    }),
    loss.stop,
    rate.stop,
  ];
  loss.rest(!store.view.playing);
  rate.rest(false);
  show();
  return () => stops.forEach((stop) => stop());
}
