/** Which data are learnt: a tile for each set with a small drawing, and the settings of the one that is chosen. */
import { changed, entry, family, filled } from "../catalogue.js";
import { controlsOf, folded, make } from "../controls.js";
import { createThumbnail } from "../networks/thumbnail.js";
import { usual } from "../tab-studies.js";
import { say, sentence, t } from "../words.js";

export function mount(element, store) {
  const put = (data, settled) => store.put("spec", { training: { ...store.spec.training, data } }, { settled });
  const left = {}; // {kind: data}: those that were turned away from
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
    input.addEventListener("change", () => {
      const before = store.spec.training.data;
      left[before.kind] = before;
      put(left[kind] ?? { kind }, true);
    });
    return { kind, input, draw: () => picture.draw(usual.samples[kind]), element: make("label", {}, input, make("span", {}, picture.canvas, sentence(say(title)))) };
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

  const draw = () => tiles.forEach((one) => one.draw());
  const stops = [store.on("spec", show), store.on("view", (_view, patch) => "theme" in patch && draw())];
  show();
  draw();
  return () => stops.forEach((stop) => stop());
}
