/** Under the results: whether the comparison is fair, and on a click what each run has spent. */
import { rowsOf } from "./budget.js";
import { make } from "./controls.js";
import { swatch } from "./look.js";
import { pretty } from "./numbers.js";
import { names } from "./runs.js";
import { verdict } from "./traces/fairness.js";
import { trialsOf } from "./tuned.js";
import { lang, t } from "./words.js";

const COLUMNS = ["value", "grad", "hess", "cost", "epochs", "trials"];
const spoken = (value) => (typeof value !== "number" ? value : Number.isInteger(value) ? value.toLocaleString(lang) : pretty(value));

/** The share of the data that a run looks at with each question: 1 where it looks at all of it, or there is none. */
function batchOf({ epochs, evaluations: { value, grad, hess } }) {
  return epochs ? epochs / (value + grad + hess) : 1;
}

/** @returns {element, stop()} */
export function createFairBadge(store) {
  const mark = make("span", { className: "fair-mark", "aria-hidden": "true" });
  const sentences = make("span");
  const body = make("tbody");
  const heads = ["run", ...COLUMNS].map((key) => make("th", { scope: "col", "data-key": key }, t(`fair.column-${key}`)));
  const table = make("table", { className: "fair-table", "data-testid": "fair-table" }, make("thead", {}, make("tr", {}, ...heads)), body);
  const element = make("details", { className: "fair-badge", "data-testid": "fair-badge", hidden: true },
    make("summary", { title: t("fair.why") }, mark, sentences), table, make("p", { className: "note" }, t("fair.why")));

  /** Every run that is looked at, once the race is over. */
  function ended() {
    const { race } = store.data;
    if (!race?.ended) return null;
    const called = names(store.spec.runs);
    return store.spec.runs.flatMap((run, i) => {
      const series = race.series[race.ids.indexOf(run.look.id)];
      if (!series?.result || run.look.hidden) return [];
      const { status, cost, epochs, evaluations } = series.result;
      return [{ slot: run.look.slot, name: called[i], steps: series.count - 1, status, cost, epochs, gradients: evaluations.grad, evaluations, batch: batchOf(series.result), rows: rowsOf(store.spec), trials: trialsOf(store.spec, run) }];
    });
  }

  let drawn = "";
  function show() {
    const runs = ended();
    if (!runs) return; // what stands there stands until the next race is over
    const said = verdict(runs, store.spec.budget?.of ?? "steps");
    const text = JSON.stringify([said, runs]);
    if (text === drawn) return;
    drawn = text;
    element.hidden = !said;
    if (!said) return;
    mark.textContent = said.fair ? "✓" : "≠";
    sentences.textContent = said.remarks
      .map(({ key, values }) => t(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spoken(value)]))))
      .join(" ");
    const keys = COLUMNS.filter((key) => key !== "epochs" || runs.some(({ epochs }) => epochs !== null));
    for (const head of heads) head.hidden = head.dataset.key !== "run" && !keys.includes(head.dataset.key);
    body.replaceChildren(...runs.map((run) => row(run, keys)));
  }

  function row({ slot, name, evaluations, cost, epochs, trials }, keys) {
    const cells = keys.map((key) => spoken({ ...evaluations, cost, epochs, trials }[key]));
    const head = make("th", { scope: "row" }, make("div", { className: "run-cell" }, swatch(slot), make("span", {}, name)));
    return make("tr", {}, head, ...cells.map((text) => make("td", {}, text)));
  }

  const stops = [store.on("spec", show), store.on("data", (_data, patch) => "race" in patch && show())];
  show();
  return { element, stop: () => stops.forEach((stop) => stop()) };
}
