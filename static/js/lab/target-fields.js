/** What is tuned: a run of a race, or another target with its settings. */
import { createCard } from "../card.js";
import { changed, entry, family, filled, limits } from "../catalogue.js";
import { control, controlsOf, folded, make } from "../controls.js";
import { noiseFields } from "../noise-fields.js";
import { names } from "../runs.js";
import { segments } from "../segments.js";
import { say, sentence, t } from "../words.js";
import { raced, searchOf, tunedOf } from "./space.js";

/** @param put (patch of the search, settled) @returns {element, show()} */
export function targetFields(store, put) {
  const kinds = segments("target", family("targets").map(({ kind, title }) => [kind, sentence(say(title))]), t("search.target"), turn);
  const summary = make("p", { className: "note" });
  const list = make("ul", { className: "run-list" });
  const text = (key) => ({ en: t(key), ko: t(key) });
  const steps = control({ name: "steps", type: "whole", low: 20, high: 2000, minimum: 1, maximum: limits.steps, log: true, help: text("fair.steps") }, "steps", store.spec.steps, (value, settled) => store.put("spec", { steps: value }, { settled }));
  const noise = noiseFields("noise", (next, settled) => store.put("spec", { noise: next }, { settled }));
  const race = make("div", { className: "lab-race" }, list, steps.element, noise.element);
  const fields = make("div", { className: "fields" });
  const element = make("section", { "className": "panel target", "data-part": "target", "aria-label": t("search.target") }, make("h2", { className: "panel-title" }, t("search.target")), kinds.element, summary, race, fields);
  const left = {}; // {kind: {target, axes}}: those that were turned away from
  let built = "";
  let controls = null;
  let card = null;
  let carded = null;

  /** To another target, as it was left: its axes are its own. */
  function turn(kind) {
    const { target, axes } = store.spec.search;
    left[target.kind] = { target, axes };
    put(left[kind] ?? { target: { kind }, axes: [] }, true);
  }

  /** What is searched has no value of its own: its field is put away. */
  function lay(within, prefix) {
    const searched = new Set(searchOf(store.spec).axes.map(({ name }) => prefix + name));
    for (const box of within.querySelectorAll("[data-field]")) box.closest(".field")?.classList.toggle("searched", searched.has(box.dataset.field));
  }

  function build(declared) {
    controls = controlsOf(declared.settings, "search.target.", filled(declared, store.spec.search.target), (name, value, settled) =>
      put({ target: changed(declared, store.spec.search.target, name, value) }, settled));
    fields.replaceChildren(...controls.major, ...[folded(t("run.more"), controls.minor)].filter(Boolean));
    summary.textContent = say(declared.summary);
  }

  return {
    element,
    show() {
      const { spec } = store;
      const { target } = spec.search;
      const declared = entry("targets", target.kind);
      if (built !== target.kind) build(declared);
      built = target.kind;
      kinds.set(target.kind, true);
      controls.set(filled(declared, target));
      race.hidden = !raced(spec.search);
      if (race.hidden) {
        lay(fields, "search.target.");
        return;
      }
      const run = tunedOf(spec);
      if (carded !== run.look.id) {
        carded = run.look.id;
        card = createCard(store, carded);
        list.replaceChildren(card.element);
      }
      card.update(run, spec.runs.indexOf(run), names(spec.runs)[spec.runs.indexOf(run)], 1, true);
      steps.set(spec.steps);
      noise.set(spec.noise, entry("surfaces", spec.surface.kind).rows);
      lay(list, "");
    },
  };
}
