/** What training does with the bug that is planted, beside training without it. */
import { make } from "../controls.js";
import { courseOf } from "../gradients/course.js";
import { createOutcome, endWords, outcomes } from "../gradients/outcome.js";
import { pretty } from "../numbers.js";
import { whileOn } from "../tabs.js";
import { t } from "../words.js";

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

/** The worst bug is the one with which training goes on. */
function sentence(right, wrong) {
  return `${told("training", wrong)} ${told("without", right)}`;
}

function told(whose, run) {
  const { kind, begun, top, last } = courseOf(run);
  return t(`gradients.${whose}-${kind}`, { how: endWords(run), begun: pretty(begun), top: pretty(top), last: pretty(last) });
}
