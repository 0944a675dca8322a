/** What all runs of a race share: steps, luck and noise. */
import { entry, limits } from "../catalogue.js";
import { choose, control, iconButton, make } from "../controls.js";
import { lengthFields } from "../length-fields.js";
import { noiseFields } from "../noise-fields.js";
import { pretty } from "../numbers.js";
import { repeatsField } from "../repeats-field.js";
import { t } from "../words.js";

const SEEDS = 1e6;
const STOPS = [1e-2, 1e-4, 1e-8]; // gradient norms at which a race may stop

/** @param more {usualTolerance(spec)}: the gradient norm at which runs stop where nobody has said it */
export function mount(element, store, { usualTolerance = () => 0 } = {}) {
  const text = (key) => ({ en: t(key), ko: t(key) });
  const length = lengthFields(store.spec, (patch, settled) => store.put("spec", patch, { settled }));
  const seed = control(
    { name: "seed", type: "whole", low: 0, high: 100, minimum: 0, maximum: limits.seed, log: false, help: text("rules.seed") },
    "seed", store.spec.seed, (value, settled) => store.put("spec", { seed: value }, { settled }));
  const dice = iconButton("dice", t("rules.new-seed"), () => store.put("spec", { seed: Math.floor(Math.random() * SEEDS) }), { "data-testid": "new-seed" });
  seed.element.append(dice);
  seed.element.classList.add("with-button");
  length.element.dataset.part = "steps";
  seed.element.dataset.part = "seed";
  const noise = noiseFields("noise", (next, settled) => store.put("spec", { noise: next }, { settled }));
  const repeats = repeatsField((next) => store.put("spec", { repeats: next }));
  const stop = choose([], "", stopAt, { id: "tolerance", "data-testid": "tolerance", "data-field": "tolerance" });
  element.replaceChildren(
    length.element,
    noise.element,
    seed.element,
    repeats.element,
    make("div", { className: "field field-choice", "data-part": "stop" }, make("label", { htmlFor: "tolerance" }, t("rules.stop")), stop),
  );

  function stopAt(limit) {
    store.put("spec", { tolerance: Number(limit) === usualTolerance(store.spec) ? undefined : Number(limit) });
  }

  function show() {
    const { spec } = store;
    noise.set(spec.noise, entry("surfaces", spec.surface.kind).rows);
    const limit = spec.tolerance ?? usualTolerance(spec);
    const offered = [0, ...[...new Set([...STOPS, limit])].filter(Boolean).sort((a, b) => b - a)];
    if (stop.options.length !== offered.length || stop.value !== String(limit)) {
      stop.replaceChildren(...offered.map((one) => make("option", { value: one, textContent: one ? `‖∇f‖ ≤ ${pretty(one)}` : t("rules.never") })));
      stop.value = limit;
    }
    length.set(spec);
    seed.set(spec.seed);
    repeats.set(spec);
  }

  const quit = store.on("spec", show);
  show();
  return quit;
}
