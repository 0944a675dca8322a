/** The head of a search: how far it is, what it found, what it costs, and what can be done with it. */
import { make } from "../controls.js";
import { button } from "../bench/dial.js";
import { t } from "../words.js";
import { isGone } from "./lanes.js";
import { counted, progressOf } from "./standing.js";
import { scoreOf, startingOf, stateWords } from "./state.js";
import { commandOf } from "./take.js";
import { measureOf, scoreWords } from "./words.js";

const AT_FIRST = 2; // workers of a search that is run again
const PARTS = ["complete", "pruned", "failed", "lost", "running"]; // of the bar, from the left

/** @param act {workers(count), stop(), resume(), again(spec, count)} @returns {element, show(seen)} */
export function createHead(act) {
  const title = make("h2", { "className": "master-title", "data-testid": "search-name" });
  const state = make("span", { "className": "search-state", "role": "status", "data-testid": "search-state" });
  const parts = Object.fromEntries(PARTS.map((name) => [name, make("span", { className: `part trial-${name}` })]));
  const bar = make("div", { "className": "search-bar", "role": "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": t("master.progress") }, ...Object.values(parts));
  const figures = Object.fromEntries(["best", "trials", "epochs", "workers"].map((name) => {
    const value = make("b", { "data-testid": `figure-${name}` });
    const more = make("small");
    return [name, { value, more, element: make("div", { className: `figure-${name}` }, make("span", {}, t(`master.figure-${name}`)), value, more) }];
  }));
  const count = make("input", { "type": "number", "min": 1, "value": 1, "aria-label": t("master.how-many"), "data-testid": "worker-count" });
  const start = button(t("master.start"), "start-workers", () => act.workers(Math.max(1, Math.round(Number(count.value)) || 1)));
  const stop = button(t("master.stop"), "stop-search", () => act.stop());
  const resume = button(t("master.resume"), "resume-search", () => act.resume());
  let [spec, room] = [null, 0];
  const again = button(t("master.again"), "again-search", () => act.again(spec, Math.min(AT_FIRST, room)));
  start.classList.add("primary");
  resume.classList.add("primary");
  const joining = make("span", { className: "starting" }, start, count, make("span", {}, t("master.workers-unit")));
  const command = make("code");
  const none = make("p", { className: "note", "data-testid": "none-here" }, t("master.none-here"), " ", command);
  const element = make("header", { className: "master-head panel" },
    make("div", { className: "master-row" }, title, state, make("div", { className: "master-actions" }, joining, stop, resume, again)),
    none, bar, make("div", { className: "figures" }, ...Object.values(figures).map((one) => one.element)));

  function show({ state: search, best }) {
    const { name, trials, workers, local, state: how, saved_epochs: saved, total_epochs: total, done_epochs: epochs } = search;
    const counts = counted(trials);
    const alive = workers.filter((one) => !isGone(one)).length;
    const starting = startingOf(search);
    title.textContent = name;
    say(state, stateWords(search));
    state.dataset.state = how;
    [spec, room] = [search.spec, local.room];
    again.hidden = how !== "done";
    none.hidden = local.most > 0 || how === "done";
    say(command, commandOf(search));
    count.max = local.room;
    joining.hidden = how === "done" || !local.most;
    start.disabled = count.disabled = search.coming > 0 || !local.room;
    say(start, t(how === "stopped" ? "master.resume" : "master.start"));
    stop.hidden = !alive || how === "stopped";
    resume.hidden = how !== "stopped" || local.most > 0;
    for (const part of PARTS) parts[part].style.width = `${(100 * (counts[part] ?? 0)) / Math.max(1, trials.length)}%`;
    bar.setAttribute("aria-valuenow", Math.round(100 * progressOf(search)));
    const measure = measureOf(search);
    const winner = trials.find(({ number }) => number === best);
    const over = PARTS.slice(0, 3).reduce((sum, part) => sum + (counts[part] ?? 0), 0);
    fill("best", winner ? scoreWords(scoreOf(winner), measure) : "–", winner ? t("master.of-trial", { number: best }) : "");
    fill("trials", t("master.of-total", { done: over, total: trials.length }), counts.pruned ? t("master.pruned-of", { pruned: counts.pruned }) : "");
    fill("epochs", String(epochs), saved ? t("master.saved-of", { saved, percent: Math.round((100 * saved) / Math.max(1, total)) }) : t("master.of-epochs", { total }));
    const others = [starting && t("master.figure-starting", { starting }), workers.length > alive && t("master.gone", { gone: workers.length - alive })];
    fill("workers", String(alive + search.coming - starting), others.filter(Boolean).join(", "));
  }

  function fill(name, value, more) {
    say(figures[name].value, value);
    say(figures[name].more, more);
  }

  return { element, show };
}

/** Only what changes is written, and read out. */
const say = (element, words) => element.textContent !== words && (element.textContent = words);
