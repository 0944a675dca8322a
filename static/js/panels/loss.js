/** The loss of every run over steps or evaluations, and its learning rate beneath. */
import { createChart } from "../chart.js";
import { make } from "../controls.js";
import { colours, lineOf } from "../look.js";
import { lossExtent, rateExtent, stepExtent } from "../traces/extents.js";
import { t } from "../words.js";

export function mount(element, store) {
  const loss = createChart({ "data-testid": "loss-chart", "role": "img", "aria-label": t("chart.loss") });
  const rate = createChart({ "data-testid": "rate-chart", "role": "img", "aria-label": t("chart.rate") });
  rate.element.classList.add("small");
  const axis = segments("axis", [["steps", t("chart.by-steps")], ["evaluations", t("chart.by-evaluations")]], t("chart.axis"));
  const scale = segments("scale", [["log", t("chart.log")], ["linear", t("chart.linear")]], t("chart.scale"));
  const title = make("h2", { className: "panel-title" }, t("chart.title"));
  const caption = make("p", { className: "chart-caption" }, t("chart.rate"));
  const noLog = make("p", { className: "note", hidden: true }, t("chart.no-log"));
  element.replaceChildren(make("div", { className: "chart-head" }, title, axis.element, scale.element), noLog, loss.element, caption, rate.element);

  function segments(key, options, words) {
    const inputs = options.map(([value]) => make("input", { type: "radio", name: key, value, "data-testid": `${key}-${value}` }));
    inputs.forEach((input) => input.addEventListener("change", () => store.put("view", { [key]: input.value })));
    const labels = options.map(([, text], i) => make("label", {}, inputs[i], make("span", {}, text)));
    return {
      element: make("div", { className: "segments", role: "radiogroup", "aria-label": words }, ...labels),
      set(value, free) {
        for (const input of inputs) {
          input.checked = input.value === value;
          input.disabled = !free && input.value !== value;
        }
      },
    };
  }

  function show() {
    const { race, grid } = store.data;
    const { view } = store;
    const floor = grid?.floor ?? null;
    const wanted = view.scale ?? (floor === null ? "linear" : "log");
    const kept = floor === null ? "linear" : wanted;
    axis.set(view.axis, true);
    scale.set(kept, floor !== null);
    noLog.hidden = floor !== null || !grid;
    if (!race) {
      loss.empty();
      rate.empty();
      return;
    }
    if (!grid || race.of !== grid.of) return;
    const theme = colours();
    const runs = store.spec.runs.flatMap(({ look }) => {
      const series = race.series[race.ids.indexOf(look.id)];
      return series?.count && !look.hidden ? [{ series, slot: look.slot, ...lineOf(look.slot, theme) }] : [];
    });
    const xs = view.axis === "evaluations" ? "evaluations" : null;
    const columns = (name) => runs.map(({ series }) => [series[name], series.count]);
    const x = stepExtent(columns("evaluations"), view.axis, race.steps);
    const extent = lossExtent(columns("loss"), kept, floor);
    title.textContent = t(extent.log && floor !== 0 ? "chart.above" : "chart.title");
    loss.show(runs.map((run) => ({ ...run, xs, ys: "loss" })), { ...extent, x, xTitle: t(`chart.${view.axis}`) }, view.frame);
    const rates = rateExtent(columns("lr"));
    rate.element.hidden = caption.hidden = !rates;
    if (rates) rate.show(runs.map((run) => ({ ...run, xs, ys: "lr" })), { ...rates, x }, view.frame);
  }

  const stops = [
    store.on("data", (_data, patch) => ("race" in patch || "grid" in patch) && show()),
    store.on("spec", show),
    store.on("view", (_view, patch) => ["axis", "scale", "theme"].some((key) => key in patch) && show()),
    store.on("view", ({ playing }) => loss.rest(!playing)),
    store.on("frame", (frame) => {
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
