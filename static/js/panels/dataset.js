/** Which data are learnt: a tile for each set with a small drawing, and the settings of the one that is chosen. */
import { unpacked } from "../arrays.js";
import { changed, entry, family, filled } from "../catalogue.js";
import { controlsOf, folded, make } from "../controls.js";
import { createThumbnail } from "../networks/thumbnail.js";
import { fitted } from "../runs.js";
import { usual } from "../tab-studies.js";
import { say, sentence, t } from "../words.js";

export function mount(element, store) {
  const put = (data, settled) => store.put("spec", { training: { ...store.spec.training, data } }, { settled });
  const left = {}; // {kind: data}: those that were turned away from
  /** Other data are learnt with rates that suit them where nobody has set any. */
  function pick(kind) {
    const { training, runs } = store.spec;
    left[training.data.kind] = training.data;
    store.put("spec", { training: { ...training, data: left[kind] ?? { kind } }, runs: runs.map((run) => fitted(run, entry("data", kind).scales)) }, { settled: true });
  }

  const tiles = family("data").map(tile);
  const row = make("div", { className: "data-tiles", role: "radiogroup", "aria-label": t("networks.data") }, ...tiles.map((one) => one.element));
  const summary = make("p", { className: "note" });
  const fields = make("div");
  element.replaceChildren(make("h2", { className: "panel-title" }, t("networks.data")), row, summary, fields);
  let built = "";
  let controls = null;

  function tile({ kind, title }) {
    const input = make("input", { type: "radio", name: "dataset", value: kind, "data-testid": `data-${kind}` });
    const picture = createThumbnail();
    input.addEventListener("change", () => pick(kind));
    return { kind, input, draw: (sample = usual.samples[kind]) => picture.draw(sample), element: make("label", {}, input, make("span", {}, picture.canvas, sentence(say(title)))) };
  }

  function show() {
    const { data } = store.spec.training;
    const declared = entry("data", data.kind);
    for (const { kind, input } of tiles) input.checked = kind === data.kind;
    if (built !== data.kind) {
      built = data.kind;
      controls = controlsOf(declared.settings, "data.", filled(declared, data), (name, value, settled) => put(changed(declared, store.spec.training.data, name, value), settled));
      fields.replaceChildren(...controls.major, ...[folded(t("run.more"), controls.minor)].filter(Boolean));
      summary.textContent = say(declared.summary);
    }
    controls.set(filled(declared, data));
  }

  /** The tile that is chosen shows the points as they are set, once they are here. */
  function draw() {
    for (const one of tiles) one.draw(one.kind === drawn?.kind ? sampleOf(drawn) : undefined);
  }

  let drawn = null; // what the server says of the data that are learnt
  function come({ training }) {
    if (!training?.start || training.start.data === drawn) return;
    drawn = training.start.data;
    draw();
  }

  const stops = [store.on("spec", show), store.on("view", (_view, patch) => "theme" in patch && draw()), store.on("data", (data, patch) => "training" in patch && come(data))];
  show();
  draw();
  come(store.data);
  return () => stops.forEach((stop) => stop());
}

/** The points to learn from, in shares of their window. */
function sampleOf({ points, window }) {
  if (!points) return undefined;
  const [x0, x1, y0] = window;
  const [x, y, labels] = ["x", "y", "label"].map((name) => unpacked(points.train[name]));
  return { points: Array.from(x, (each, i) => [(each - x0) / (x1 - x0), (y[i] - y0) / (x1 - x0)]), labels };
}
