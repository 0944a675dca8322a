/** The chart of a step: each point is a race, which is put on the page when the point is pressed. */
import { make } from "../controls.js";
import { onceAFrame } from "../once-a-frame.js";
import { inLine } from "../queue.js";
import { createCurves } from "../sweep/curves.js";
import { legendOf } from "../sweep/legend.js";
import { createMap } from "../sweep/map.js";
import { cellNow, put } from "../sweep/place.js";
import { createTable } from "../sweep/table.js";
import { cellWords, pointWords } from "../sweep/words.js";
import { step } from "../traces/cells.js";
import { say, t } from "../words.js";

export function mount(element, store) {
  const title = make("h2", { className: "panel-title" });
  const plot = make("div", { className: "sweep-plot", tabIndex: 0, role: "application", "data-testid": "sweep-plot" });
  const told = make("p", { className: "sweep-told", "aria-live": "polite", "data-testid": "sweep-told" });
  const legend = make("ul", { className: "sweep-legend" });
  const table = createTable();
  const sentence = make("span");
  const again = make("button", { type: "button", className: "quiet" }, t("fault.again"));
  const fault = make("p", { className: "fault bad", hidden: true, "data-testid": "sweep-fault" }, sentence, again);
  element.classList.add("sweep");
  element.replaceChildren(title, fault, plot, told, legend, table.element);

  let kind = ""; // of the chart that is shown: "curves", "strips" or "map"
  let drawing = null;
  let size = { width: 0, height: 0 };
  let shape = [1, 1]; // columns and rows of what is pressed
  let pointed = null; // the cell under the pointer
  let held = null; // the cell that arrow keys have led to
  const frames = onceAFrame(draw);

  function draw() {
    const { chart } = store.data;
    element.hidden = !chart;
    if (!chart) return;
    fault.hidden = !chart.fault;
    if (chart.fault) sentence.textContent = chart.fault.silent ? t("fault.silent") : chart.fault.sentence;
    plot.hidden = legend.hidden = table.element.hidden = Boolean(chart.fault && !chart.told);
    plot.setAttribute("aria-busy", String(!chart.ended));
    const { about } = chart;
    title.textContent = about ? say(about.title) : t("sweep.coming");
    if (about) become(about);
    if (drawing && about && size.width) {
      drawing.show({ chart, runs: store.spec.runs, size, chosen: pointed ?? held, current: now(chart) });
      legend.replaceChildren(...legendOf(chart, kind, store.spec.runs));
      table.show(chart);
      plot.setAttribute("aria-label", `${say(about.title)}. ${t("sweep.keys")}`);
    }
    tell(chart);
  }

  /** Curves, strips or a map. */
  function become(about) {
    const classes = Object.keys(about.classes).length > 0;
    const next = about.y ? "map" : classes ? "strips" : "curves";
    shape = [about.x.values.length, about.y?.values.length ?? (classes ? about.lines.length : 1)];
    element.dataset.rows = next === "strips" ? shape[1] : "";
    if (next === kind) return;
    kind = element.dataset.kind = next;
    drawing = kind === "curves" ? createCurves() : createMap(kind === "strips");
    plot.replaceChildren(drawing.element);
  }

  const now = (chart) => cellNow(chart, store.spec, store.data.grid?.begin);
  const real = (chart, cell) => cell % chart.cells; // strips count on from line to line

  /** Whether its points are races: along the steps of one race they are not. */
  const raced = ({ x, y, tied }) => Boolean(x.path || y?.path || tied.length);

  function tell(chart) {
    const cell = pointed ?? held;
    const current = chart.about && now(chart).cell;
    if (chart.again) told.textContent = t("maps.again", { seconds: chart.again });
    else if (chart.line && !chart.fault) told.textContent = inLine(chart.line);
    else if (!chart.about || chart.fault) told.textContent = "";
    else if (cell !== null) told.textContent = pointWords(chart, real(chart, cell));
    else if (!chart.ended) told.textContent = t("sweep.progress", { told: chart.told, cells: chart.cells });
    else if (current !== null) told.textContent = t("sweep.shown", { what: cellWords(chart, current) });
    else told.textContent = raced(chart.about) ? t("sweep.hint") : "";
  }

  function take(cell) {
    const { chart } = store.data;
    if (!chart?.about || cell === null || chart.lines[0][real(chart, cell)] === undefined) return;
    put(store, chart, real(chart, cell));
  }

  function under(event) {
    const box = plot.getBoundingClientRect();
    return drawing?.cellAt(event.clientX - box.left, event.clientY - box.top, shape[0]) ?? null;
  }

  plot.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    pointed = under(event);
    frames.soon();
  });
  plot.addEventListener("pointerleave", () => {
    pointed = null;
    frames.soon();
  });
  plot.addEventListener("click", (event) => {
    held = under(event);
    take(held);
    frames.soon();
  });
  plot.addEventListener("keydown", (event) => {
    const { chart } = store.data;
    if (!chart?.about || event.altKey || event.ctrlKey || event.metaKey) return;
    const from = held ?? now(chart).cell ?? 0;
    const next = step(from, event.key, shape, drawing.upwards);
    if (next === null && !["Enter", " ", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== null) held = next;
    else if (event.key === "Escape") held = null;
    else take(from);
    frames.soon();
  });
  again.addEventListener("click", () => again.dispatchEvent(new CustomEvent("again", { bubbles: true })));

  const watcher = new ResizeObserver(() => {
    size = { width: plot.clientWidth, height: plot.clientHeight };
    frames.soon();
  });
  watcher.observe(plot);
  const stops = [
    store.on("data", (_data, patch) => {
      if (patch.chart?.told === 0) pointed = held = null;
      if ("chart" in patch || "grid" in patch) frames.soon();
    }),
    store.on("spec", frames.soon),
    store.on("view", (_view, patch) => "theme" in patch && frames.soon()),
    () => watcher.disconnect(),
    frames.stop,
  ];
  draw();
  return () => stops.forEach((stop) => stop());
}
