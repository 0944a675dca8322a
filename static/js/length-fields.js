/** How long a race is: the same steps for every run, or the same budget of gradients, of cost or of epochs. */
import { CURRENCIES, currenciesOf, examples, exchanged } from "./budget.js";
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

  const which = choose([], "",
    (next) => put(taken(next, exchanged(amount(now), of(now), next, now)), true),
    { id: "currency", "data-testid": "currency", "data-field": "budget.of" });
  const fields = Object.fromEntries(currencies.map((one) => {
    const step = CURRENCIES[one].data ? 0.1 : CURRENCIES[one].step(spec); // few epochs are long
    const words = { en: t(`fair.${one}`), ko: t(`fair.${one}`) };
    const setting = { name: one, type: "whole", low: 10 * step, high: 5000 * step, minimum: 1, maximum: limits.steps, log: true, help: words };
    const field = one === "steps" ? "steps" : "budget.most";
    return [one, control(setting, field, of(spec) === one ? amount(spec) : 10 * step, (value, settled) => put(taken(one, value), settled))];
  }));
  const note = make("p", { className: "note" });
  const notes = {
    cost: () => t("fair.prices", { value: passes.value, gradient: passes.grad, hessian: passes.hess }),
    epochs: () => t("fair.one-epoch", examples(now)),
  };
  const element = make("div", {},
    make("div", { className: "field field-choice" }, make("label", { htmlFor: which.id }, t("fair.gets")), which),
    make("div"), note);
  const place = element.children[1];

  function set(next) {
    now = next;
    const field = fields[of(next)];
    const offered = currenciesOf(next);
    if (which.options.length !== offered.length) {
      which.replaceChildren(...offered.map((one) => make("option", { value: one, textContent: t(`fair.gets-${one}`) })));
    }
    which.value = of(next);
    if (place.firstChild !== field.element) place.replaceChildren(field.element);
    note.textContent = notes[of(next)]?.() ?? "";
    note.hidden = !note.textContent;
    field.set(amount(next));
  }
  set(spec);
  return { element, set };
}
