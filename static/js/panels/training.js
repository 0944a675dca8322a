/** What training does with the bug that is planted, beside training without it. */
import { make } from "../controls.js";
import { createOutcome, endWords, outcomes } from "../gradients/outcome.js";
import { pretty } from "../numbers.js";
import { whileOn } from "../tabs.js";
import { t } from "../words.js";

const ALIVE = ["finished", "converged"];

export function mount(element, store) {
  const outcome = createOutcome("loss", "status");
  const says = make("p", { className: "gradients-says", "data-testid": "training-says" });
  element.replaceChildren(make("h2", { className: "panel-title" }, t("gradients.training-title")), says, outcome.element);

  return whileOn(store, ["check"], () => {
    function show() {
      const runs = store.data.fault ? null : outcomes(store); // what a race was that is refused now is of another bug
      element.hidden = runs?.length !== 2;
      if (element.hidden) return;
      outcome.show(runs);
      says.textContent = sentence(...runs);
    }
    const stops = [store.on("data", (_data, patch) => ("race" in patch || "fault" in patch) && show()), store.on("spec", show)];
    show();
    return () => stops.forEach((stop) => stop());
  });
}

const last = ({ series }) => series.loss[series.count - 1];

/** The worst bug is the one with which training goes on. */
function sentence(right, wrong) {
  if (!ALIVE.includes(wrong.result.status)) return t("gradients.training-ends", { how: endWords(wrong) });
  const [begun, without, withBug] = [right.series.loss[0], last(right), last(wrong)].map((loss) => pretty(loss));
  return t(last(wrong) < right.series.loss[0] ? "gradients.training-goes-on" : "gradients.training-fails", { begun, without, with: withBug });
}
