/** The gradient at a point three ways: by the formula, by steps forward, by steps to both sides; how far they are apart. */
import { local, values } from "../api.js";
import { createAsking } from "../bench/asking.js";
import { make } from "../controls.js";
import { createArrows } from "../gradients/arrows.js";
import { bandOf, createGauge } from "../gradients/gauge.js";
import { pretty } from "../numbers.js";
import { whileOn } from "../tabs.js";
import { gradients, relativeError, steps } from "../traces/differences.js";
import { t } from "../words.js";

const STEP = 1e-5;
const DIGITS = 9; // of a number, so that the last that agrees is seen
const WAYS = ["formula", "forward", "central"];

export function mount(element, store) {
  const where = make("span", { className: "count", "data-testid": "check-where" });
  const cells = Object.fromEntries(WAYS.map((way) => [way, ["x", "y", "error"].map((part) => make("td", { "data-testid": `${way}-${part}` }, "–"))]));
  const heads = ["∂f/∂x", "∂f/∂y", t("gradients.error")].map((words) => make("th", { scope: "col" }, words));
  const rows = WAYS.map((way) => make("tr", { className: way }, make("th", { scope: "row" }, make("span", { className: "whole" }, t(`gradients.${way}`)), make("span", { className: "short" }, t(`gradients.${way}-short`))), ...cells[way]));
  const gauge = createGauge();
  const verdict = make("p", { className: "check-verdict", "data-testid": "check-verdict" });
  element.replaceChildren(
    make("h2", { className: "panel-title" }, t("gradients.check-title"), " ", where),
    make("table", { className: "check-table" }, make("thead", {}, make("tr", {}, make("td"), ...heads)), make("tbody", {}, ...rows)),
    gauge.element, verdict);

  return whileOn(store, ["check"], () => {
    const arrows = createArrows(document.querySelector("#figure > .plot"));
    const asking = createAsking(
      ({ surface, at }, signal) => Promise.all([local(surface, at, signal), values(surface, steps(at, STEP), signal)]),
      (answers, { at }) => answers && tell(at, answers[0].grad, gradients(answers[1].values, STEP)));

    function tell(at, formula, { forward, central }) {
      const grads = { formula, forward, central };
      where.textContent = t("gradients.at", { x: pretty(at[0], 4), y: pretty(at[1], 4) });
      for (const way of WAYS) {
        grads[way].forEach((part, i) => cells[way][i].replaceChildren(...digits(part, formula[i])));
        if (way === "formula") continue;
        const error = relativeError(formula, grads[way]);
        cells[way][2].textContent = pretty(error, 2);
        cells[way][2].className = bandOf(error);
      }
      gauge.show(["forward", "central"].map((way) => ({ name: t(`gradients.${way}-short`), error: relativeError(formula, grads[way]) })));
      verdict.textContent = t(`gradients.verdict-${bandOf(relativeError(formula, central))}`);
      arrows.show(at, [{ name: "by-steps", grad: central, wide: 1.8 }, { name: "by-formula", grad: formula, wide: 1 }]);
    }

    function look() {
      const { spec, data } = store;
      if (data.grid?.of === JSON.stringify(spec.surface)) asking.look({ surface: spec.surface, at: spec.start ?? data.grid.begin });
    }
    const stops = [store.on("spec", look), store.on("data", (_data, patch) => "grid" in patch && look()), asking.stop, arrows.stop];
    look();
    return () => stops.forEach((stop) => stop());
  });
}

/** A number of which the digits that another one does not share are marked. */
function digits(value, other) {
  const [mine, theirs] = [value, other].map(full);
  const same = [...mine].findIndex((sign, i) => sign !== theirs[i]);
  if (same < 0) return [mine];
  return [mine.slice(0, same), make("span", { className: "apart" }, mine.slice(same))];
}

/** All digits of a number, zeros too: they are what agrees. */
function full(value) {
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 1e-3 && size < 1e6);
  return plain ? value.toPrecision(DIGITS).replace("-", "−") : pretty(value, DIGITS);
}
