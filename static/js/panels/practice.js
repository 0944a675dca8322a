/** How long is trained, in how large mini-batches, and with what luck. */
import { limits } from "../catalogue.js";
import { control, iconButton, make } from "../controls.js";
import { batchSetting } from "../networks/own-fields.js";
import { t } from "../words.js";

const SEEDS = 1e6;

export function mount(element, store) {
  const text = (key) => ({ en: t(key), ko: t(key) });
  const number = (setting) => control(setting, setting.name, store.spec.training[setting.name], (value, settled) => store.put("spec", { training: { ...store.spec.training, [setting.name]: value } }, { settled }));
  const fields = {
    epochs: number({ name: "epochs", type: "whole", low: 5, high: 100, minimum: 1, maximum: limits.epochs, log: false, help: text("networks.epochs") }),
    batch: number(batchSetting()),
    seed: number({ name: "seed", type: "whole", low: 0, high: 100, minimum: 0, maximum: limits.seed, log: false, help: text("networks.seed") }),
  };
  const another = () => store.put("spec", { training: { ...store.spec.training, seed: Math.floor(Math.random() * SEEDS) } });
  fields.seed.element.append(iconButton("dice", t("rules.new-seed"), another, { "data-testid": "new-seed" }));
  fields.seed.element.classList.add("with-button");
  element.replaceChildren(make("h2", { className: "panel-title" }, t("networks.practice")), ...Object.values(fields).map((field) => field.element), make("p", { className: "note" }, t("networks.by-epochs")));
  const show = () => Object.entries(fields).forEach(([name, field]) => field.set(store.spec.training[name]));
  show();
  return store.on("spec", show);
}
