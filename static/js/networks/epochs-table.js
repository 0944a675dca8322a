/** All curves and layers as a table of epochs, for those who do not see them; made only while it is open. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";
import { known } from "./moment.js";
import { lossWords, percent } from "./told.js";

const MOST = 24; // rows of a run

/** @returns {element, show(training, runs)} */
export function createEpochs() {
  const inside = make("div", { className: "study-tables", tabIndex: 0, role: "region", "aria-label": t("drawn.as-table") });
  const element = make("details", { className: "study-table", "data-testid": "training-epochs" }, make("summary", {}, t("drawn.as-table")), inside);
  let shown = null;
  const fill = () => {
    if (element.open && shown) inside.replaceChildren(...shown.runs.map((run) => tableOf(shown.training.epochs[run.index] ?? [], run.name)));
  };
  element.addEventListener("toggle", fill);
  return {
    element,
    show(training, runs) {
      shown = { training, runs };
      fill();
    },
  };
}

const HEADS = ["epoch", "table-train", "table-validation", "table-train-accuracy", "table-accuracy", "gradient", "ratio", "dead"];
const layers = (values, times = 1) => values.map((value) => (known(value) ? pretty(times * value, 2) : "–")).join(", ") || "–";

function tableOf(told, name) {
  const rows = picked(told.filter(Boolean)).map(({ epoch, loss, accuracy, gradient, ratio, dead }) => {
    const cells = [lossWords(loss.train), lossWords(loss.validation), percent(accuracy.train), percent(accuracy.validation), layers(gradient), layers(ratio), layers(dead, 100)];
    return make("tr", {}, make("th", { scope: "row" }, String(epoch)), ...cells.map((words) => make("td", {}, words)));
  });
  const heads = HEADS.map((head) => make("th", { scope: "col" }, t(`drawn.${head}`)));
  return make("table", { className: "results" }, make("caption", {}, name), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

/** At most `MOST` of them, evenly spread, both ends among them. */
function picked(rows) {
  const count = Math.min(MOST, rows.length);
  return Array.from({ length: count }, (_, k) => rows[count > 1 ? Math.round((k * (rows.length - 1)) / (count - 1)) : 0]);
}
