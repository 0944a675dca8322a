/** The table: where each run is now, how it ended, in any order. */
import { breakOf } from "../arrays.js";
import { make } from "../controls.js";
import { createFairBadge } from "../fair-badge.js";
import { swatch } from "../look.js";
import { pretty } from "../numbers.js";
import { shownStep } from "../player.js";
import { lossAt } from "../repeats.js";
import { names } from "../runs.js";
import { nearest } from "../traces/curves.js";
import { t } from "../words.js";

const OFTEN = 250; // milliseconds between two readings while the race plays
const COLUMNS = ["name", "loss", "distance", "evaluations", "status"];

export function mount(element, store) {
  const heads = COLUMNS.map((key) => {
    const button = make("button", { type: "button", "data-testid": `sort-${key}` }, t(`results.${key}`));
    button.addEventListener("click", () => sort(key));
    return make("th", { scope: "col", className: `col-${key}` }, button);
  });
  const body = make("tbody");
  const caption = make("caption", { className: "panel-title" }, t("results.title"), " ", make("span", { className: "count" }));
  const badge = createFairBadge(store);
  const note = make("p", { className: "note", "data-testid": "repeats-mean", hidden: true });
  const table = make("table", { className: "results", "data-testid": "results" }, caption, make("thead", {}, make("tr", {}, ...heads)), body);
  element.replaceChildren(table, note, badge.element);
  let order = { key: "loss", down: false };
  let read = 0;
  let whole = false;

  function sort(key) {
    order = { key, down: order.key === key ? !order.down : false };
    arrange();
  }

  /** What each run is worth at `frame`. */
  function rows(frame) {
    const { race, grid } = store.data;
    const called = names(store.spec.runs);
    return store.spec.runs.map(({ look }, i) => {
      const series = race?.series[race.ids.indexOf(look.id)];
      if (!series?.count) return { look, name: called[i], loss: NaN, distance: NaN, evaluations: NaN, status: "" };
      const at = series.last(frame);
      const over = at === series.count - 1 && series.result;
      return {
        look,
        name: called[i],
        loss: lossAt(series, frame),
        distance: nearest(grid?.minima ?? [], series.x[at], series.y[at]),
        evaluations: series.evaluations[at],
        status: over ? ended(series, race, at) : race.ended && at === series.count - 1 ? "" : t("status.running"),
        bad: over && breakOf(series.result) !== null,
      };
    });
  }

  let lines = [];
  function fill() {
    const frame = store.view.frame;
    const now = rows(frame);
    if (lines.length !== now.length || lines.some((line, i) => line.id !== now[i].look.id)) build(now);
    now.forEach((row, i) => {
      const line = lines[i];
      line.row = row;
      line.tr.classList.toggle("hidden-run", row.look.hidden);
      line.tr.classList.toggle("bad", Boolean(row.bad));
      for (const key of COLUMNS) {
        const text = key === "name" || key === "status" ? row[key] : key === "evaluations" ? String(row[key] || "–") : pretty(row[key]);
        if (line.cells[key].textContent !== text) line.cells[key].textContent = text;
      }
    });
    const { race } = store.data;
    caption.lastChild.textContent = t("results.at", { step: shownStep(frame, race) });
    note.hidden = !(race?.seeds.count > 1);
    const words = note.hidden ? "" : t("repeats.mean", race.seeds);
    if (note.textContent !== words) note.textContent = words;
  }

  function build(now) {
    lines = now.map(({ look }) => {
      const cells = Object.fromEntries(COLUMNS.map((key) => [key, make("span")]));
      cells.name = make("button", { type: "button", className: "inspect-name", title: t("run.inspect"), "data-testid": "inspect-name" });
      cells.name.addEventListener("click", () => store.put("view", { inspected: look.slot, beckon: true }));
      const tds = COLUMNS.map((key) =>
        key === "name"
          ? make("th", { scope: "row", className: "col-name" }, make("div", { className: "run-cell" }, swatch(look.slot), cells[key]))
          : make("td", { className: `col-${key}` }, cells[key]));
      return { id: look.id, cells, tr: make("tr", { "data-testid": "result" }, ...tds) };
    });
    body.replaceChildren(...lines.map(({ tr }) => tr));
  }

  /** Put the rows in order; only at rest, because rows that jump cannot be read. */
  function arrange() {
    const { key, down } = order;
    heads.forEach((th, i) => th.setAttribute("aria-sort", COLUMNS[i] !== key ? "none" : down ? "descending" : "ascending"));
    const sorted = [...lines].sort((a, b) => compare(a.row, b.row, key) * (down ? -1 : 1));
    if (sorted.some(({ tr }, i) => body.children[i] !== tr)) body.append(...sorted.map(({ tr }) => tr));
  }

  function show() {
    fill();
    if (!store.view.playing) arrange();
  }

  const stops = [
    store.on("spec", show),
    store.on("data", (data, patch) => {
      if ("busy" in patch) table.setAttribute("aria-busy", String(data.busy));
      if ("grid" in patch || ("race" in patch && (!store.view.playing || data.race.ended !== whole))) show();
      whole = Boolean(data.race?.ended);
    }),
    store.on("view", (_view, patch) => ("playing" in patch || "frame" in patch) && show()),
    store.on("frame", () => {
      const now = performance.now();
      if (!store.view.playing || now - read < OFTEN) return;
      read = now;
      fill();
    }),
    badge.stop,
  ];
  table.setAttribute("aria-busy", String(store.data.busy));
  show();
  arrange();
  return () => stops.forEach((stop) => stop());
}

/** Runs that broke off come last, whatever number they stopped at. */
function compare(a, b, key) {
  if (key === "name" || key === "status") return a[key].localeCompare(b[key]);
  if (Boolean(a.bad) !== Boolean(b.bad)) return a.bad ? 1 : -1;
  return (Number.isNaN(a[key]) ? Infinity : a[key]) - (Number.isNaN(b[key]) ? Infinity : b[key]) || 0;
}

/** How a run ended; one that had spent its budget before the others says when, one that is repeated how many broke off. */
function ended({ count, result }, { steps }, at) {
  const shares = ["diverged", "left"].filter((how) => result.repeats?.[how]).map((how) => t(`status.some-${how}`, { share: pretty(100 * result.repeats[how], 2) }));
  if (shares.length) return shares.join(", ");
  return t(result.status === "finished" && count - 1 < steps ? "status.spent" : `status.${result.status}`, { step: breakOf(result)?.step ?? at });
}
