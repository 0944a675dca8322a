/** The best score so far against the epochs that were spent for it. */
import { bestKey } from "./key.js";
import { createPlate, line, spot } from "../bench/plate.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { t } from "../words.js";
import { scoreScale } from "./scores.js";
import { bestSoFar } from "./standing.js";
import { isOver, scoreOf } from "./state.js";
import { scoreAxis } from "./words.js";

/** @returns {element, show(seen), stop()} */
export function createBestSoFar() {
  const plate = createPlate("best-so-far", t("master.best-so-far"));
  const axis = make("p", { className: "study-axis" });
  const key = bestKey();
  const element = make("figure", { className: "master-figure" }, make("div", { className: "timeline-head" }, make("h3", { className: "study-figure-title" }, t("master.best-so-far")), key.element), axis, plate.element,
    make("p", { className: "study-axis study-across" }, t("master.epochs-spent")));

  function show({ state }) {
    const { trials, total_epochs: total } = state;
    axis.textContent = scoreAxis(state);
    const steps = bestSoFar(trials);
    const end = endOf(total, steps.at(-1)?.epochs ?? 0, steps.length === trials.length);
    key.show(new Set(steps.length === trials.length && steps.at(-1)?.epochs < total ? ["saved"] : []));
    const scores = new Map(trials.filter(isOver).map((trial) => [trial.number, scoreOf(trial)]));
    const up = scoreScale([...scores.values()]);
    if (!up) return plate.show({ from: 0, to: end, ticks: "linear" }, { from: 0, to: 1, ticks: [] }, () => []);
    return plate.show({ from: 0, to: end, ticks: "linear" }, { from: 0, to: 1, ticks: up.ticks }, ({ x, y, width, height }) => {
      const at = (score) => y(up.at(score));
      const known = steps.filter(({ score }) => Number.isFinite(score));
      const points = known.flatMap(({ epochs, score }, i) => (i ? [[x(epochs), at(known[i - 1].score)], [x(epochs), at(score)]] : [[x(epochs), at(score)]]));
      const r = 0.2 * typeSize().em;
      const spent = x(steps.at(-1)?.epochs ?? 0);
      const saved = spent < width - 1 && steps.length === trials.length
        ? [svg("rect", { class: "saved", x: spent, y: 0, width: width - spent, height }), savedWords(spent, width, height)] : [];
      return [...saved,
        ...steps.flatMap(({ epochs, number }) => spot([x(epochs), at(scores.get(number) ?? NaN)], "tried", r)),
        line(points, "best-line"), ...known.filter(({ better }) => better).flatMap(({ epochs, score }) => spot([x(epochs), at(score)], "best-spot", 1.5 * r))];
    });
  }

  const savedWords = (from, to, height) => svg("text", { class: "saved-words", x: (from + to) / 2, y: height / 2 }, to - from > 70 ? t("master.saved") : "");
  return { element, show, stop: () => plate.stop() };
}

/** Where the axis of epochs ends: at all that there may be, or at a half, a quarter ... of it while that is enough. */
function endOf(total, spent, over) {
  let end = total;
  while (!over && end > 1 && spent <= 0.45 * end) end /= 2;
  return Math.max(1, end);
}
