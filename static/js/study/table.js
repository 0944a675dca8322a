/** The figures of a study as tables, for those who do not see them, and for whoever wants the numbers. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { cellRows, cellsOf, placesOf } from "./cells.js";
import { rowsOf, seriesWords, together } from "./words.js";

const MOST = 24; // rows
const ASIDE = 10; // columns of the cells of a grid, and rows of them

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
  if (cellsOf(figure)) return gridOf(figure, columns);
  const read = together(figure, columns);
  const heads = [figure.across.title, ...figure.series.map(({ title }) => title)].map((title) => make("th", { scope: "col" }, say(title)));
  const rows = picked(rowsOf(figure, read)).map((row) => make("tr", {},
    make("th", { scope: "row" }, pretty(read[figure.across.column][row], 4)),
    ...figure.series.map((one) => make("td", {}, seriesWords(one, read, row) ?? "–"))));
  return make("table", { className: "results" }, make("caption", {}, say(figure.title)), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

/** Cells stand as they are drawn: the axis across in the head, the axis up in the first column. */
function gridOf(figure, columns) {
  const grid = cellsOf(figure);
  const { title } = grid;
  const rows = cellRows(figure, columns);
  const key = (x, y) => `${x} ${y}`;
  const [xs, ys] = [figure.across, figure.up].map((axis) => rows.map((row) => columns[axis.column][row]));
  const told = new Map(rows.map((row, i) => [key(xs[i], ys[i]), seriesWords(grid, columns, row)]));
  const [across, up] = [picked(placesOf(xs), ASIDE), picked(placesOf(ys), ASIDE).toReversed()];
  const cell = (x, y) => make("td", {}, told.has(key(x, y)) ? told.get(key(x, y)) : "–");
  const head = make("tr", {}, make("th", { scope: "col" }, `${say(figure.up.title)} \\ ${say(figure.across.title)}`), ...across.map((x) => make("th", { scope: "col" }, pretty(x, 4))));
  return make("table", { className: "results" }, make("caption", {}, `${say(figure.title)}: ${say(title)}`), make("thead", {}, head),
    make("tbody", {}, ...up.map((y) => make("tr", {}, make("th", { scope: "row" }, pretty(y, 4)), ...across.map((x) => cell(x, y))))));
}

/** At most so many of them, evenly spread, both ends among them. */
function picked(rows, most = MOST) {
  const count = Math.min(most, rows.length);
  return Array.from({ length: count }, (_, k) => rows[count > 1 ? Math.round((k * (rows.length - 1)) / (count - 1)) : 0]);
}
