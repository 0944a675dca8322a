/** The trials of a search as tables, for those who do not see the dots, and for whoever wants the numbers. */
import { make } from "../controls.js";
import { say, t } from "../words.js";
import { axisTitle, measureName, scored } from "./words.js";
import { standing, whole } from "./moment.js";
import { told } from "./warp.js";

/** @returns {element, show(search, repeat)}: the tables are made only while they are open */
export function createTrialTables() {
  const inside = make("div", { className: "study-tables", tabIndex: 0, role: "region", "aria-label": t("search.all-trials") });
  const element = make("details", { className: "study-table", "data-testid": "lab-trials" }, make("summary", {}, t("search.all-trials")), inside);
  let shown = null;
  const fill = () => {
    if (element.open && shown) inside.replaceChildren(...shown.search.about.strategies.map((one, i) => tableOf(one, standing(shown.search.trials[i][shown.repeat], Infinity), shown.search.about)));
  };
  element.addEventListener("toggle", fill);
  return {
    element,
    show(search, repeat) {
      shown = { search, repeat };
      fill();
    },
  };
}

function tableOf({ title }, trials, about) {
  const { axes } = about;
  const partly = trials.some((trial) => !whole(trial, about));
  const heads = [t("search.number"), ...axes.map(axisTitle), t("search.epochs"), measureName(about, partly)].map((words) => make("th", { scope: "col" }, words));
  const rows = trials.toSorted((a, b) => a.number - b.number).map((trial) => make("tr", {}, make("th", { scope: "row" }, String(trial.number + 1)),
    ...axes.map((axis) => make("td", {}, told(axis, trial.settings[axis.name]))), make("td", {}, String(trial.epochs)), make("td", {}, scored(trial.score, about))));
  return make("table", { className: "results" }, make("caption", {}, say(title)), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}
