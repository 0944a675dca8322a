/** A computed chart as numbers, for those who do not see it. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { classesOf } from "./tones.js";
import { measuredWords, sharesOf } from "./words.js";

const MOST = 24; // rows and columns of a table

/** @returns {element, show(chart)}: the table is made only while it is open */
export function createTable() {
  const inside = make("div", { className: "chart-tables", tabIndex: 0, role: "region", "aria-label": t("chart.table") });
  const element = make("details", { className: "chart-table", "data-testid": "sweep-table" }, make("summary", {}, t("sweep.table")), inside);
  let chart = null;
  const fill = () => {
    if (element.open && chart?.about) inside.replaceChildren(tableOf(chart));
  };
  element.addEventListener("toggle", fill);
  return {
    element,
    show(next) {
      chart = next;
      fill();
    },
  };
}

function tableOf(chart) {
  const { about } = chart;
  if (classesOf(about).length && chart.cells > MOST) return ofShares(chart);
  return about.y ? ofMap(chart) : ofLines(chart);
}

function table(caption, heads, rows) {
  return make("table", { className: "results" },
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows.map(([first, ...others]) => make("tr", {}, make("th", { scope: "row" }, first), ...others.map((text) => make("td", {}, text))))));
}

function ofLines({ about, lines }) {
  const rows = picked(about.x.values).map((cell) => [pretty(about.x.values[cell], 6), ...lines.map((values) => measuredWords(about, values[cell]))]);
  return table(say(about.title), [say(about.x.words), ...about.lines.map(({ name }) => say(name))], rows);
}

function ofMap({ about, lines }) {
  const columns = picked(about.x.values);
  const rows = picked(about.y.values).reverse().map((row) =>
    [pretty(about.y.values[row], 6), ...columns.map((column) => measuredWords(about, lines[0][row * about.x.values.length + column]))]);
  return table(say(about.title), [`${say(about.y.words)} \\ ${say(about.x.words)}`, ...columns.map((i) => pretty(about.x.values[i], 6))], rows);
}

/** How often each class comes: a table of thousands of cells tells nobody anything. */
function ofShares(chart) {
  const { about } = chart;
  const each = about.lines.map((_, line) => sharesOf(chart, line));
  const rows = classesOf(about).map(({ value, name }) =>
    [say(name), ...each.map((shares) => (shares ? t("sweep.share", { percent: (100 * shares.get(value)).toFixed(1) }) : "…"))]);
  return table(say(about.title), [t("sweep.outcome"), ...about.lines.map(({ name }) => say(name))], rows);
}

/** The numbers of at most `MOST` values, evenly spread, both ends among them. */
function picked(values) {
  const count = Math.min(MOST, values.length);
  return Array.from({ length: count }, (_, k) => (count > 1 ? Math.round((k * (values.length - 1)) / (count - 1)) : 0));
}
