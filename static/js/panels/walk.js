/** Two walkers, one with the formula, one that feels its way by small steps: how far apart, and what each has asked for. */
import { make } from "../controls.js";
import { createOutcome, endWords, outcomes } from "../gradients/outcome.js";
import { feltBy } from "../gradients/races.js";
import { priceOf } from "../gradients/usual.js";
import { pretty } from "../numbers.js";
import { whileOn } from "../tabs.js";
import { farthest } from "../traces/apart.js";
import { t } from "../words.js";

const ALIKE = 0.01; // of the way that was gone, up to which two paths count as one

export function mount(element, store) {
  const outcome = createOutcome("loss", "status", "grad", "value", "hess");
  const title = make("h2", { className: "panel-title", "data-testid": "walk-title" }, t("gradients.walk-title"));
  const apart = make("p", { className: "gradients-says", "data-testid": "walk-apart" });
  const price = make("p", { className: "note", "data-testid": "walk-price" });
  element.replaceChildren(title, apart, outcome.element, price);

  return whileOn(store, ["walk"], () => {
    function show() {
      const runs = outcomes(store);
      if (runs?.length !== 2) return;
      outcome.show(runs);
      const became = met(...runs);
      title.textContent = t(`gradients.walk-${became}`);
      apart.textContent = ending(became, ...runs);
      price.textContent = prices(runs[0].result.evaluations, priceOf(feltBy(store.spec)));
    }
    const stops = [store.on("data", (_data, patch) => "race" in patch && show())];
    show();
    return () => stops.forEach((stop) => stop());
  });
}

/** What became of the two, by the key of its words. */
function met(right, felt) {
  if (!right.result.evaluations.grad) return "without";
  const { distance, way } = farthest(right.series, felt.series);
  return right.result.status === felt.result.status && distance <= ALIKE * way ? "same" : "parted";
}

function ending(became, right, felt) {
  const { distance, step } = farthest(right.series, felt.series);
  const words = { distance: pretty(distance, 2), step, right: endWords(right), felt: endWords(felt) };
  if (!distance) return t("gradients.not-apart");
  if (became !== "parted") return t("gradients.apart", words);
  return t(right.result.status === felt.result.status ? "gradients.far-apart" : "gradients.other-end", words);
}

/** What one gradient costs; what a rule asks for besides it asks for either way. */
function prices({ grad, value, hess }, each) {
  if (!grad) return t("gradients.price-without");
  const besides = [value && t("gradients.price-values"), hess && t("gradients.price-hess")].filter(Boolean);
  return [t("gradients.price", { each }), ...besides, t("gradients.price-grows")].join(" ");
}
