/** One trial looked at closely: its settings, its story, the checkpoints that it left. */
import { iconButton, make } from "../controls.js";
import { t } from "../words.js";
import { piecesOf, scoreOf } from "./state.js";
import { axesOf, settingsWords } from "./axes.js";
import { duration, lookOf, measureOf, scoreWords } from "./words.js";

/** @param choose (number) @returns {element, aloud, show(seen)}: nothing is shown while no trial is chosen */
export function createCard(choose) {
  const title = make("h3", { className: "study-figure-title" });
  const told = make("div", { className: "card-told" });
  const files = make("ol", { className: "card-files", "data-testid": "checkpoints" });
  const kept = make("p", { className: "note" });
  const away = iconButton("close", t("master.let-go"), () => choose(null), { "data-testid": "let-go" });
  const element = make("section", { "className": "trial-card", "data-testid": "trial-card" }, make("div", { className: "card-head" }, title, away), told, kept, files);
  const aloud = make("p", { className: "for-ears", "aria-live": "polite" }); // when another trial is looked at, not with its every epoch
  let before = null;

  function show({ state, best, chosen, now }) {
    const trial = state.trials.find(({ number }) => number === chosen);
    element.hidden = !trial;
    if (!trial) return;
    element.className = `trial-card ${lookOf(trial, best)}`;
    title.textContent = t(trial.number === best ? "master.card-best" : "master.card", { number: trial.number });
    const lines = [settingsWords(axesOf(state), trial.settings), outcome(trial, state), ...story(trial, now)];
    if (before !== chosen) aloud.textContent = [title.textContent, ...lines].join(". ");
    before = chosen;
    told.replaceChildren(...lines.filter(Boolean).map((words) => make("p", {}, words)));
    const names = [...trial.checkpoints].sort();
    kept.textContent = names.length ? t("master.checkpoints") : "";
    files.replaceChildren(...names.map((name) => make("li", {}, make("code", {}, name))));
  }

  return { element, aloud, show };
}

function outcome(trial, state) {
  const score = scoreWords(scoreOf(trial), measureOf(state));
  return t(`master.outcome-${trial.state}`, { score, measure: measureOf(state).title, epochs: trial.scores.length, of: state.epochs });
}

/** A line for each worker that had it. */
function story(trial, now) {
  return piecesOf(trial).map((piece, i) => {
    const time = duration((piece.to ?? now) - piece.from);
    const begun = i ? t("master.story-resumed", { worker: piece.worker, epoch: piece.epoch, time }) : t("master.story-begun", { worker: piece.worker, time });
    return piece.ended === "killed" || piece.ended === "stopped" ? `${begun} ${t(`master.story-${piece.ended}`)}` : begun;
  });
}
