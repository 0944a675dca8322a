/** Two walkers, one with the formula, one that feels its way by small steps: how far apart, and what each has asked for. */
import { make } from "../controls.js";
import { createOutcome, outcomes } from "../gradients/outcome.js";
import { pretty } from "../numbers.js";
import { whileOn } from "../tabs.js";
import { farthest } from "../traces/apart.js";
import { t } from "../words.js";

export function mount(element, store) {
  const outcome = createOutcome("loss", "grad", "value");
  const apart = make("p", { className: "gradients-says", "data-testid": "walk-apart" });
  const price = make("p", { className: "note", "data-testid": "walk-price" });
  element.replaceChildren(make("h2", { className: "panel-title" }, t("gradients.walk-title")), apart, outcome.element, price);

  return whileOn(store, ["walk"], () => {
    function show() {
      const runs = outcomes(store);
      if (runs?.length !== 2) return;
      const [{ series }, felt] = runs;
      outcome.show(runs);
      const { distance, step } = farthest(series, felt.series);
      apart.textContent = t(distance ? "gradients.apart" : "gradients.not-apart", { distance: pretty(distance, 2), step });
      const { value } = felt.result.evaluations;
      price.textContent = t("gradients.price", { each: pretty(value / (felt.series.count - 1), 3) });
    }
    const stops = [store.on("data", (_data, patch) => "race" in patch && show())];
    show();
    return () => stops.forEach((stop) => stop());
  });
}
