/** All trials as a table: settings, score, epochs, who trained it, its last checkpoint. Pressing a row chooses the trial. */
import { make } from "../controls.js";
import { t } from "../words.js";
import { axesOf } from "./axes.js";
import { pressing } from "./pointing.js";
import { isOver, scoreOf } from "./state.js";
import { lookOf, measureOf, scoreWords, valueWords } from "./words.js";

const BY = { number: (trial) => trial.number, score: (trial) => (isOver(trial) ? scoreOf(trial) ?? Infinity : Infinity) };

/** @param choose (number) @returns {element, show(seen)} */
export function createTrialTable(choose) {
  const body = make("tbody");
  const head = make("thead");
  const element = make("div", { "className": "trial-table", "tabIndex": 0, "role": "region", "aria-label": t("master.trials"), "data-testid": "trials" }, make("table", { className: "results" }, head, body));
  let by = "number";
  let seen = null;
  let headed = "";

  function heads(axes) {
    const sorter = (key, words) => {
      const button = make("button", { type: "button", "data-testid": `sort-${key}` }, words);
      button.addEventListener("click", () => {
        by = key;
        show(seen);
      });
      return make("th", { "scope": "col", "data-sorts": key }, button);
    };
    const plain = (words, className = "") => make("th", { scope: "col", className }, words);
    head.replaceChildren(make("tr", {}, sorter("number", t("master.trial")), plain(t("master.state"), "col-state"), ...axes.map((axis) => plain(axis.title)),
      sorter("score", measureOf(seen.state).title), plain(t("master.epochs")), plain(t("master.trained-by"), "col-worker"), plain(t("master.checkpoint"), "col-file")));
  }

  function show(next) {
    seen = next;
    const { state, best, chosen } = seen;
    const { trials } = state;
    const axes = axesOf(state);
    if (JSON.stringify(axes) !== headed) {
      headed = JSON.stringify(axes);
      heads(axes);
    }
    for (const one of head.querySelectorAll("[data-sorts]")) {
      if (one.dataset.sorts === by) one.setAttribute("aria-sort", "ascending");
      else one.removeAttribute("aria-sort");
    }
    const measure = measureOf(state);
    const rows = [...trials].sort((a, b) => BY[by](a) - BY[by](b) || a.number - b.number).map((trial) => rowOf(trial, axes, measure, best, chosen));
    body.replaceChildren(...rows);
  }

  pressing(body, choose);
  return { element, show };
}

function rowOf(trial, axes, measure, best, chosen) {
  const workers = trial.spans.map(({ worker }) => worker);
  const cell = (words, className = "") => make("td", { className }, words);
  return make("tr", { "className": `${lookOf(trial, best)}${trial.number === chosen ? " chosen" : ""}`, "data-trial": trial.number },
    make("th", { scope: "row" }, String(trial.number)), cell(t(trial.number === best ? "master.trial-best" : `master.trial-${trial.state}`), "col-state"),
    ...axes.map(({ name }) => cell(trial.settings && name in trial.settings ? valueWords(trial.settings[name]) : "–")),
    cell(scoreWords(scoreOf(trial), measure)), cell(String(trial.scores.length)), cell(workers.join(" → ") || "–", "col-worker"), cell(trial.checkpoints.at(-1) ?? "–", "col-file"));
}
