/** A training in curves, layer by layer and in numbers, and all of it to take away. */
import { trainingAs, trainingScript } from "../api.js";
import { make } from "../controls.js";
import { save } from "../files.js";
import { breathing } from "../lab/breathing.js";
import { captions } from "../networks/captions.js";
import { cast } from "../networks/cast.js";
import { createCurves } from "../networks/curves.js";
import { createEpochs } from "../networks/epochs-table.js";
import { createLayers } from "../networks/layers.js";
import { shownEpoch } from "../networks/moment.js";
import { createTable } from "../networks/table.js";
import { go } from "../player.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";

const NUMBERS = { csv: "text/csv", json: "application/json" };
const EXCEL = "\ufeff"; // without this mark a spreadsheet reads Korean names as Latin letters
const OFTEN = 150; // milliseconds between two changes of words while the epoch runs

/** @param more {pictures: the element of the pictures, asked() -> the question that was answered} */
export function mount(element, store, { pictures, asked }) {
  const curves = createCurves((epoch) => go(store, epoch));
  const layers = createLayers();
  const table = createTable();
  const epochs = createEpochs();
  const drawn = (name, figure) => takeButtons(["png", "svg"], `take-${name}`, async (format) =>
    save(`ravine-${name}.${format}`, await (await drawings()).filed(figure, { ...captions(store), light: true }, format)));
  const numbers = takeButtons(Object.keys(NUMBERS), "take-training", async (format) =>
    save(`ravine-training.${format}`, (format === "csv" ? EXCEL : "") + (await trainingAs(NUMBERS[format], asked())), NUMBERS[format]));
  const script = takeButtons(["py"], "take-script", async (format) => save(`ravine-training.${format}`, await trainingScript(asked()), "text/x-python"));
  const rows = [["pictures", drawn("pictures", pictures)], ["curves", drawn("curves", curves.element)], ["numbers", numbers], ["script", script]];
  const take = make("div", { "className": "study-take net-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("drawn.take")),
    ...rows.flatMap(([name, { row, said }]) => [make("div", { className: "net-take-row" }, make("span", {}, t(`drawn.${name}`)), row), said]));
  const inside = make("div", { className: "net-found" }, curves.element, table.element, layers.element, epochs.element, take);
  element.classList.add("study");
  element.replaceChildren(inside);

  const calm = breathing(show);
  let due = 0;
  let moment = -1;
  let written = 0;
  let later = 0;

  function soon() {
    due ||= requestAnimationFrame(() => {
      due = 0;
      calm();
    });
  }

  function show() {
    const { training } = store.data;
    element.hidden = !training?.start;
    if (!training?.start) return;
    const runs = cast(store);
    for (const part of [curves, layers, table, epochs]) part.show(training, runs);
    follow(true);
  }

  function follow(all = false, spoken = all) {
    if (!store.data.training?.start) return;
    const epoch = shownEpoch(store);
    if (!spoken && epoch === moment) return;
    moment = epoch;
    const now = performance.now();
    const speak = spoken || now - written > OFTEN;
    clearTimeout(later);
    if (speak) written = now;
    else later = setTimeout(follow, OFTEN, false, true);
    curves.follow(epoch, speak);
    layers.follow(epoch, speak);
    if (speak) table.follow(epoch);
  }

  curves.element.addEventListener("draw", curves.draw);
  const stops = [
    store.on("data", (_data, patch) => "training" in patch && soon()),
    store.on("spec", soon),
    store.on("view", (_view, patch) => ["focus", "theme"].some((name) => name in patch) && soon()),
    store.on("frame", () => follow()),
    () => curves.stop(),
    () => layers.stop(),
    () => cancelAnimationFrame(due),
    () => clearTimeout(later),
  ];
  show();
  return () => stops.forEach((stop) => stop());
}
