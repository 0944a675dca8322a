/** Settings against score: a small chart for each setting that was searched, all on one scale of scores. */
import { createPlate } from "../bench/plate.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { symbol } from "../symbols.js";
import { t } from "../words.js";
import { axesOf, scaled, scaleTicks } from "./axes.js";
import { pressing } from "./pointing.js";
import { scoreScale } from "./scores.js";
import { isOver, scoreOf } from "./state.js";
import { lookOf, scoreAxis } from "./words.js";

const MARGIN = 0.04; // of an axis beyond its range, so that a dot on its edge is whole

/** @param choose (number) @returns {element, show(seen), stop()} */
export function createScatter(choose) {
  const row = make("div", { className: "scatter-row" });
  const axis = make("p", { className: "study-axis" });
  const element = make("figure", { className: "master-figure" }, make("h3", { className: "study-figure-title" }, t("master.scatter")), axis, row);
  pressing(row, choose);
  let plates = [];
  let built = "";

  function build(axes) {
    plates.forEach(({ plate }) => plate.stop());
    plates = axes.map((about) => {
      const plate = createPlate(`scatter-${about.name}`, `${t("master.scatter")}: ${about.title}`);
      return { about, plate };
    });
    row.replaceChildren(...plates.map(({ about, plate }) => {
      const { title, symbol: latex } = about;
      return make("div", {}, plate.element, make("p", { className: "study-axis study-across" }, title, "\u00a0", symbol(latex)));
    }));
  }

  function show({ state, best, chosen }) {
    const axes = axesOf(state);
    if (JSON.stringify(axes) !== built) {
      built = JSON.stringify(axes);
      build(axes);
    }
    axis.textContent = scoreAxis(state);
    const seen = state.trials.filter((trial) => isOver(trial) && scoreOf(trial) !== null);
    const up = scoreScale(seen.map(scoreOf));
    for (const { about, plate } of plates) {
      const across = { from: -MARGIN, to: 1 + MARGIN, ticks: (count) => scaleTicks(about, count, state.best?.settings[about.name]) };
      if (!up) {
        plate.show(across, { from: 0, to: 1, ticks: [] }, () => []);
        continue;
      }
      plate.show(across, { from: 0, to: 1, ticks: up.ticks }, ({ x, y }) => {
        const r = 0.28 * typeSize().em;
        const last = (trial) => (trial.number === chosen ? 2 : trial.number === best ? 1 : 0);
        return [...seen].sort((a, b) => last(a) - last(b)).map((trial) => {
          const picked = last(trial);
          return svg("circle", { "class": `dot ${lookOf(trial, best)}${picked === 2 ? " chosen" : ""}`, "data-trial": trial.number,
            "cx": x(scaled(about, trial.settings[about.name])), "cy": y(up.at(scoreOf(trial))), "r": picked ? 1.5 * r : r });
        });
      });
    }
  }

  return { element, show, stop: () => plates.forEach(({ plate }) => plate.stop()) };
}
