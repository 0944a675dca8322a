/** Recorded trainings side by side: their curves, their planes with the paths in them, and files of these. */
import { make } from "../controls.js";
import { save } from "../files.js";
import { swatch } from "../look.js";
import { createTile } from "../own/tile.js";
import { chartsOf } from "../own/charts.js";
import { csvOf } from "../own/rows.js";
import { createStudyChart } from "../study/chart.js";
import { createTables } from "../study/table.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";

export function mount(element, store) {
  const assets = { script: element.dataset.script, sheet: element.dataset.sheet, more: element.dataset.more };
  const recordings = () => store.data.own.recordings;
  const none = make("p", { className: "note own-none", "data-testid": "own-none" }, t("own.none"));
  const key = make("ul", { className: "study-legend own-key" });
  const figures = make("div", { className: "study-figures own-figures" });
  const planes = make("div", { className: "study-figures own-planes" });
  const pictures = make("div", { className: "own-pictures", "data-testid": "own-pictures" }, key, planes, figures);
  const tables = createTables();
  const { row, said } = takeButtons(["png", "svg", "csv"], "own-take", async (format) => {
    const content = format === "csv" ? csvOf(recordings()) : await (await drawings()).filed(pictures, { title: t("networks.own-heading"), lines: [recordings().map(({ name }) => name).join(" · ")], light: true }, format);
    save(`ravine-recordings.${format}`, content, "text/csv");
  });
  const take = make("div", { className: "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("study.take")), row, said);
  element.replaceChildren(make("h2", { className: "panel-title" }, t("networks.own-heading")), none, pictures, tables.element, take);

  const tiles = new Map(); // by the id of a recording: they keep how they are looked at
  let charts = [];
  let shown = null;

  function show() {
    if (shown === recordings()) return;
    shown = recordings();
    none.hidden = shown.length > 0;
    for (const part of [pictures, tables.element, take]) part.hidden = !shown.length;
    key.replaceChildren(...shown.map(({ slot, name }) => make("li", {}, swatch(slot), make("span", {}, name))));
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, tile] of tiles) {
      if (ids.has(id)) continue;
      tile.stop();
      tiles.delete(id);
    }
    for (const one of shown) if (!tiles.has(one.id)) tiles.set(one.id, createTile(one, assets));
    planes.replaceChildren(...shown.flatMap(({ id }) => tiles.get(id).element ?? []));
    for (const tile of tiles.values()) tile.draw();
    chart();
  }

  function chart() {
    for (const { stop } of charts) stop();
    const made = chartsOf(shown);
    charts = made.map(({ figure, looks }) => createStudyChart(figure, looks));
    figures.replaceChildren(...charts.map((one) => one.element));
    charts.forEach((one, i) => one.show(made[i].found));
    tables.show(made.map(({ figure }) => figure), Object.assign({}, ...made.map(({ found }) => found.columns)));
  }

  const redraw = () => tiles.forEach((tile) => tile.draw());
  pictures.addEventListener("draw", redraw); // a picture to take away is drawn on white
  const stops = [
    store.on("data", (_data, patch) => "own" in patch && show()),
    store.on("view", (_view, patch) => "theme" in patch && redraw()),
    store.on("spec", redraw), // what was on another tab had no size
    () => charts.forEach(({ stop }) => stop()),
    () => tiles.forEach(({ stop }) => stop()),
  ];
  show();
  return () => stops.forEach((stop) => stop());
}
