/** How long a race is: the same steps for every run, or the same budget of gradients or of cost. */
import { CURRENCIES, exchanged } from "./budget.js";
import { limits, passes } from "./catalogue.js";
import { choose, control, make } from "./controls.js";
import { t } from "./words.js";

/** @returns {element, set(spec)} @param put (patch of the spec, settled) */
export function lengthFields(spec, put) {
  const currencies = Object.keys(CURRENCIES);
  const of = ({ budget }) => budget?.of ?? "steps";
  const amount = ({ steps, budget }) => budget?.most ?? steps;
  let now = spec;

  function taken(currency, value) {
    return currency === "steps" ? { steps: value, budget: undefined } : { budget: { of: currency, most: value } };
  }

  const which = choose(currencies.map((one) => [one, t(`fair.gets-${one}`)]), of(spec),
    (next) => put(taken(next, exchanged(amount(now), of(now), next)), true),
    { id: "currency", "data-testid": "currency", "data-field": "budget.of" });
  const fields = Object.fromEntries(currencies.map((one) => {
    const { step } = CURRENCIES[one];
    const words = { en: t(`fair.${one}`), ko: t(`fair.${one}`) };
    const setting = { name: one, type: "whole", low: 10 * step, high: 5000 * step, minimum: 1, maximum: limits.steps, log: true, help: words };
    const field = one === "steps" ? "steps" : "budget.most";
    return [one, control(setting, field, of(spec) === one ? amount(spec) : 10 * step, (value, settled) => put(taken(one, value), settled))];
  }));
  const prices = make("p", { className: "note" }, t("fair.prices", { value: passes.value, gradient: passes.grad, hessian: passes.hess }));
  const element = make("div", {},
    make("div", { className: "field field-choice" }, make("label", { htmlFor: which.id }, t("fair.gets")), which),
    make("div"), prices);
  const place = element.children[1];

  function set(next) {
    now = next;
    const field = fields[of(next)];
    which.value = of(next);
    if (place.firstChild !== field.element) place.replaceChildren(field.element);
    prices.hidden = of(next) !== "cost";
    field.set(amount(next));
  }
  set(spec);
  return { element, set };
}
