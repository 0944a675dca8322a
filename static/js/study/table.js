/** The figures of a study as tables, for those who do not see them, and for whoever wants the numbers. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { rowsOf, seriesWords } from "./words.js";

const MOST = 24; // rows

/** @returns {element, show(figures, columns)}: the tables are made only while they are open */
export function createTables() {
  const inside = make("div", { className: "study-tables", tabIndex: 0, role: "region", "aria-label": t("study.table") });
  const element = make("details", { className: "study-table", "data-testid": "study-table" }, make("summary", {}, t("study.table")), inside);
  let shown = null;
  const fill = () => {
    if (element.open && shown) inside.replaceChildren(...shown.figures.map((figure) => tableOf(figure, shown.columns[figure.name])));
  };
  element.addEventListener("toggle", fill);
  return {
    element,
    show(figures, columns) {
      shown = { figures, columns };
      fill();
    },
  };
}

function tableOf(figure, columns) {
  const heads = [figure.across.title, ...figure.series.map(({ title }) => title)].map((title) => make("th", { scope: "col" }, say(title)));
  const rows = picked(rowsOf(figure, columns)).map((row) => make("tr", {},
    make("th", { scope: "row" }, pretty(columns[figure.across.column][row], 4)),
    ...figure.series.map((one) => make("td", {}, seriesWords(one, columns, row) ?? "–"))));
  return make("table", { className: "results" }, make("caption", {}, say(figure.title)), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

/** At most `MOST` of them, evenly spread, both ends among them. */
function picked(rows) {
  const count = Math.min(MOST, rows.length);
  return Array.from({ length: count }, (_, k) => rows[count > 1 ? Math.round((k * (rows.length - 1)) / (count - 1)) : 0]);
}
