/** Charts for those who do not see them: a sentence that follows the race at rest, and a few rows of numbers. */
import { make } from "./controls.js";
import { pretty } from "./numbers.js";
import { stations, summary } from "./traces/summary.js";
import { t } from "./words.js";

const REST = 300; // milliseconds without a change before the words follow

/**
 * @param told () -> [{element, what, step, last, read}], one for each chart that shows something; read(step) answers
 * [{name, value, over}], a row for each run
 * @returns {element, stir(), stop()}: call `stir` whenever what is shown may have changed
 */
export function createChartWords(told) {
  const tables = make("div", { className: "chart-tables", tabIndex: 0, role: "region", "aria-label": t("chart.table") });
  const element = make("details", { className: "chart-table", "data-part": "curve-table", "data-testid": "chart-table" }, make("summary", {}, t("chart.table")), tables);
  let timer = 0;

  function say() {
    const charts = told();
    for (const { element: chart, what, step, read } of charts) chart.setAttribute("aria-label", summary(t, what, step, read(step)));
    if (element.open) tables.replaceChildren(...charts.map(table));
  }

  function table({ what, last, read }) {
    const rows = stations(last).map((step) => [step, read(step)]);
    const heads = [t("chart.steps"), ...rows[0][1].map(({ name }) => name)];
    return make("table", { className: "results" },
      make("caption", {}, what),
      make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, ...rows.map(([step, values]) => make("tr", {},
        make("th", { scope: "row" }, String(step)),
        ...values.map(({ value, over }) => make("td", {}, over ? t(`chart.over-${over}`) : pretty(value)))))));
  }

  function stir() {
    clearTimeout(timer);
    timer = setTimeout(say, REST);
  }
  element.addEventListener("toggle", say);
  return { element, stir, stop: () => clearTimeout(timer) };
}
