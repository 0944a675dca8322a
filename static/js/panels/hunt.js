/** What is searched, where, by whom and for how long. */
import { limits } from "../catalogue.js";
import { control, iconButton, make } from "../controls.js";
import { breathing } from "../lab/breathing.js";
import { write } from "../lab/keeping.js";
import { standing } from "../lab/moment.js";
import { spaceFields } from "../lab/space-fields.js";
import { strategyCards } from "../lab/strategy-cards.js";
import { targetFields } from "../lab/target-fields.js";
import { shownStep } from "../player.js";
import { t } from "../words.js";

const SEEDS = 1e6;

export function mount(element, store) {
  const put = (patch, settled) => store.put("spec", { search: { ...store.spec.search, ...patch } }, { settled });
  const text = (key) => ({ en: t(key), ko: t(key) });
  const number = (name, low, high, maximum) => control({ name, type: "whole", low, high, minimum: 1, maximum, log: false, help: text(`search.${name}`) }, `search.${name}`, store.spec.search[name], (value, settled) => put({ [name]: value }, settled));
  const calm = breathing(mark);
  const target = targetFields(store, put);
  const space = spaceFields(store, put);
  const cards = strategyCards(store, put);
  const trials = number("trials", 4, 64, limits.searched);
  const repeats = number("repeats", 1, 25, limits.searches);
  const seed = control({ name: "seed", type: "whole", low: 0, high: 100, minimum: 0, maximum: limits.seed, log: false, help: text("rules.seed") }, "seed", store.spec.seed, (value, settled) => store.put("spec", { seed: value }, { settled }));
  seed.element.append(iconButton("dice", t("rules.new-seed"), () => store.put("spec", { seed: Math.floor(Math.random() * SEEDS) }), { "data-testid": "new-seed" }));
  seed.element.classList.add("with-button");
  const equal = make("p", { className: "note", "data-testid": "budget-said" });
  const budget = make("section", { "className": "panel", "data-part": "search-budget", "aria-label": t("search.budget") }, make("h2", { className: "panel-title" }, t("search.budget")), trials.element, equal, repeats.element, seed.element);
  element.replaceChildren(cards.element, budget, space.element, target.element);

  function show() {
    const { search, seed: luck } = store.spec;
    target.show();
    space.show();
    cards.show();
    trials.set(search.trials);
    repeats.set(search.repeats);
    seed.set(luck);
    come();
  }

  /** What has come of the search says how long a training is, and where trials have been. */
  function come() {
    const about = store.data.search?.about;
    write(equal, about ? t("search.equal", { trials: about.trials, epochs: about.budget }) : "");
    calm();
  }

  /** Where trials have been by now stands in the strips of the axes. */
  function mark() {
    const { search } = store.data;
    const moment = shownStep(store.view.frame, store.data.race);
    const lanes = (search?.trials ?? []).map((repeats_, slot) => ({ slot, settings: standing(repeats_[Math.min(store.view.repeat, repeats_.length - 1)] ?? [], moment).map(({ settings }) => settings) }));
    if (!same(lanes)) space.mark(shown = lanes);
  }

  let shown = [];
  /** Records are never changed: the same ones have the same settings. */
  const same = (lanes) => lanes.length === shown.length && lanes.every(({ settings }, i) => settings.length === shown[i].settings.length && settings.every((one, k) => one === shown[i].settings[k]));

  const stops = [store.on("spec", show), store.on("data", (_data, patch) => "search" in patch && come()), store.on("frame", calm)];
  show();
  return () => stops.forEach((stop) => stop());
}
