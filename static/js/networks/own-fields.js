/** What a run has of its own where the others share: a line on its card that says it, and the fields in the card. */
import { choose, control, iconButton, make } from "../controls.js";
import { limits } from "../catalogue.js";
import { build, builtOf, ownOf } from "../network.js";
import { nameOf, t } from "../words.js";
import { layerChips } from "./layer-chips.js";

const BATCH = "batch";

/** The size of the mini-batches as a setting. */
export const batchSetting = () => ({ name: BATCH, type: "whole", low: 1, high: 256, minimum: 1, maximum: limits.batch, log: true, help: { en: t("networks.batch-size"), ko: t("networks.batch-size") } });

/** @returns what `createCard` takes */
export const ownFields = (store) => function fields(patch, mine) {
  const said = make("span");
  const clear = iconButton("close", t("networks.no-own"), () => patch({ network: undefined, batch: undefined }, true), { "data-testid": "clear-own" });
  const line = make("p", { className: "run-own", hidden: true, "data-testid": "run-own" }, said, clear);
  const list = make("div", { className: "own-list" });
  const settings = [...build().settings, batchSetting()];
  const select = choose([["", t("networks.own-setting")], ...settings.map((setting) => [setting.name, nameOf(setting)])], "", give, { "aria-label": t("networks.own-setting"), "data-testid": "give-own" });
  const element = make("div", { className: "own-fields", "data-part": "own-network" }, list, select);
  let shape = "";
  let rows = [];

  const shared = (name) => (name === BATCH ? store.spec.training.batch : builtOf(store.spec, {})[name]);
  const ownOf_ = (run, name) => (name === BATCH ? run.batch : run.network?.[name]);

  /** @param value undefined takes it away */
  function put(name, value, settled) {
    if (name === BATCH) return patch({ batch: value }, settled);
    const { [name]: _before, ...rest } = mine().network ?? {};
    const network = value === undefined ? rest : { ...rest, [name]: value };
    return patch({ network: Object.keys(network).length ? network : undefined }, settled);
  }

  function give(name) {
    select.value = "";
    if (name) put(name, shared(name), true);
  }

  function row(setting, value) {
    const prefix = setting.name === BATCH ? "" : "network.";
    const field = control(setting, prefix + setting.name, value, (next, settled) => put(setting.name, next, settled), { counts: layerChips });
    const away = iconButton("close", t("networks.as-all", { name: nameOf(setting) }), () => {
      put(setting.name, undefined, true);
      select.focus();
    }, { "data-testid": "as-all" });
    return { name: setting.name, set: field.set, element: make("div", { className: "own-row" }, field.element, away) };
  }

  return {
    line,
    element,
    show(run) {
      const own = settings.filter(({ name }) => ownOf_(run, name) !== undefined);
      const now = own.map(({ name }) => name).join();
      if (now !== shape) {
        shape = now;
        rows = own.map((setting) => row(setting, ownOf_(run, setting.name)));
        list.replaceChildren(...rows.map((one) => one.element));
        for (const option of select.options) option.disabled = rows.some(({ name }) => name === option.value);
      }
      for (const { name, set } of rows) set(ownOf_(run, name));
      line.hidden = !own.length;
      const words = own.length ? t("networks.this-run", { what: ownOf(run).map(([, words_]) => words_).join(", ") }) : "";
      if (said.textContent !== words) said.textContent = words;
    },
  };
};
