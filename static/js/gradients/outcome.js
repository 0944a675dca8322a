/** What became of each run of a race: a row each, to compare. */
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { pretty } from "../numbers.js";
import { lang, t } from "../words.js";

const CELLS = {
  loss: ({ series }) => pretty(series.loss[series.count - 1]),
  status: endWords,
  grad: ({ result }) => result.evaluations.grad.toLocaleString(lang),
  value: ({ result }) => result.evaluations.value.toLocaleString(lang),
  hess: ({ result }) => result.evaluations.hess.toLocaleString(lang),
};

/** The runs of a race that has ended with what became of them: [{slot, name, series, result}], null before. */
export function outcomes({ spec, data: { race } }) {
  if (!race?.ended) return null;
  const runs = spec.runs.map(({ look, label }) => ({ slot: look.slot, name: label, series: race.series[race.ids.indexOf(look.id)] }));
  return runs.every(({ series }) => series?.result) ? runs.map((run) => ({ ...run, result: run.series.result })) : null;
}

/** How a run ended, in words. */
export function endWords({ series, result }) {
  return t(`status.${result.status}`, { step: result.diverged_at ?? result.left_at ?? series.count - 1 });
}

/** @param columns of "loss", "status", "grad", "value" and "hess", which is there where one was asked for @returns {element, show(outcomes)} */
export function createOutcome(...columns) {
  const body = make("tbody");
  const heads = columns.map((key) => make("th", { scope: "col", className: key }, t(`gradients.outcome-${key}`)));
  const element = make("table", { className: "outcome", "data-testid": "outcome" }, make("thead", {}, make("tr", {}, make("td"), ...heads)), body);
  return {
    element,
    show(runs) {
      element.toggleAttribute("data-curved", runs.some(({ result }) => result.evaluations.hess > 0));
      body.replaceChildren(...runs.map((run) => {
        const cells = columns.map((key) => make("td", { className: key, "data-testid": `outcome-${key}` }, CELLS[key](run)));
        return make("tr", {}, make("th", { scope: "row" }, make("div", { className: "run-cell" }, swatch(run.slot), run.name)), ...cells);
      }));
    },
  };
}
