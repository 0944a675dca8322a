/** Which surface, its parameters, and where the runs start. */
import { currenciesOf } from "../budget.js";
import { changed, entry, family, filled } from "../catalogue.js";
import { choose, controlsOf, folded, iconButton, make } from "../controls.js";
import { fitted } from "../runs.js";
import { startFields } from "../start-fields.js";
import { typingOf } from "../typing/typing.js";
import { say, t } from "../words.js";

export function mount(element, store) {
  const kinds = family("surfaces").map((one) => [one.kind, say(one.title)]);
  const select = choose(kinds, store.spec.surface.kind, (kind) => pick({ kind }, entry("surfaces", kind).scales), { id: "surface-kind", "data-testid": "surface", "data-field": "surface.kind" });
  const summary = make("p", { className: "note", "data-testid": "surface-summary" });
  const fields = make("div", { className: "fields", "data-part": "surface-settings" });
  const start = startFields(store.spec.start ?? [0, 0], (next) => store.put("spec", { start: next }));
  const back = iconButton("start", t("start.usual"), () => store.put("spec", { start: undefined }), { "data-testid": "start-reset" });
  element.replaceChildren(
    make("div", { className: "row" }, make("label", { htmlFor: "surface-kind", className: "panel-title" }, t("surface.title")), select),
    summary,
    fields,
    make("div", { className: "row start-row", "data-part": "start" }, make("span", { className: "row-label" }, t("start.title")), start.element, back),
  );
  let kind = "";
  let controls = null;
  let typing = null;

  /**
   * A new surface begins at its own start, seen whole, with rates that suit it where nobody has set them;
   * noise made of data stays behind with the data, and so does that of a single run, and a budget of epochs.
   */
  function pick(surface, scales) {
    const { noise, runs, budget, map } = store.spec;
    const left = ({ kind }) => entry("noises", kind).needs_rows && entry("surfaces", surface.kind).rows === 0;
    const quiet = { kind: family("noises").find((one) => !one.needs_rows).kind };
    store.put("view", { range: null });
    store.put("spec", {
      surface,
      start: undefined,
      map: map && { ...map, window: undefined },
      noise: left(noise) ? quiet : noise,
      budget: budget && currenciesOf({ surface }).includes(budget.of) ? budget : undefined,
      runs: runs.map(({ start: _start, noise: own, ...run }) => fitted(own && !left(own) ? { ...run, noise: own } : run, scales)),
    });
  }

  function build(declared, surface) {
    typing?.stop();
    typing = typingOf(store, declared, pick);
    controls = controlsOf(declared.settings, "surface.", filled(declared, surface), (name, value, settled) =>
      store.put("spec", { surface: changed(declared, store.spec.surface, name, value) }, { settled }), typing.builders);
    fields.replaceChildren(...controls.major, ...[folded(t("run.more"), controls.minor)].filter(Boolean));
    summary.textContent = say(declared.summary);
    select.value = surface.kind;
  }

  function show() {
    const { surface } = store.spec;
    const declared = entry("surfaces", surface.kind);
    if (surface.kind !== kind) build(declared, surface);
    kind = surface.kind;
    controls.set(filled(declared, surface));
    const { grid } = store.data;
    const begin = grid?.of === JSON.stringify(surface) ? grid.begin : declared.begin;
    start.set(store.spec.start ?? begin);
    back.disabled = !store.spec.start;
  }

  const stops = [store.on("spec", show), store.on("data", (_data, patch) => "grid" in patch && show())];
  show();
  return () => [...stops, () => typing.stop()].forEach((stop) => stop());
}
