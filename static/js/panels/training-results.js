/** A training in curves, layer by layer and in numbers, and all of it to take away. */
import { trainingAs, trainingScript } from "../api.js";
import { make } from "../controls.js";
import { EXCEL, save } from "../files.js";
import { breathing } from "../lab/breathing.js";
import { captions } from "../networks/captions.js";
import { cast } from "../networks/cast.js";
import { createCurves } from "../networks/curves.js";
import { createEpochs } from "../networks/epochs-table.js";
import { createLayers } from "../networks/layers.js";
import { following } from "../networks/following.js";
import { createTable } from "../networks/table.js";
import { onceAFrame } from "../once-a-frame.js";
import { go } from "../player.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";

const NUMBERS = { csv: "text/csv", json: "application/json" };

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

  const frames = onceAFrame(breathing(show));
  const moments = following(store, () => store.data.training?.start, (epoch, spoken) => {
    curves.follow(epoch, spoken);
    layers.follow(epoch, spoken);
    if (spoken) table.follow(epoch);
  });

  function show() {
    const { training } = store.data;
    element.hidden = !training?.start;
    if (!training?.start) return;
    const runs = cast(store);
    for (const part of [curves, layers, table, epochs]) part.show(training, runs);
    moments.all();
  }

  curves.element.addEventListener("draw", curves.draw);
  const stops = [
    store.on("data", (_data, patch) => "training" in patch && frames.soon()),
    store.on("spec", frames.soon),
    store.on("view", (_view, patch) => ["focus", "theme"].some((name) => name in patch) && frames.soon()),
    store.on("frame", moments.on),
    () => curves.stop(),
    () => layers.stop(),
    frames.stop,
    moments.stop,
  ];
  show();
  return () => stops.forEach((stop) => stop());
}
