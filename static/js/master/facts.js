/** What a search came to in numbers, and what each worker did for it. */
import { make } from "../controls.js";
import { t } from "../words.js";
import { counted, workOf } from "./standing.js";
import { duration } from "./words.js";

const COUNTS = ["complete", "pruned", "failed", "running", "waiting", "lost"];

/** @returns {element, show(seen)} */
export function createFacts() {
  const list = make("dl", { className: "study-facts", "data-testid": "facts" });
  const body = make("tbody");
  const heads = ["worker", "trials", "epochs-head", "busy"].map((key) => make("th", { scope: "col" }, t(`master.of-${key}`)));
  const table = make("table", { className: "results", "data-testid": "by-worker" }, make("thead", {}, make("tr", {}, ...heads)), body);
  const element = make("section", {}, make("h3", { className: "study-figure-title" }, t("master.statistics")), make("div", { className: "facts-row" }, list, table));

  function show({ state, now }) {
    const { trials, saved_epochs: saved, total_epochs: total } = state;
    const counts = counted(trials);
    const spent = trials.reduce((sum, { scores }) => sum + scores.length, 0);
    const taken = trials.reduce((sum, { resumed_at: again }) => sum + again.length, 0);
    const rows = [
      ...COUNTS.filter((key) => counts[key]).map((key) => [t(`master.count-${key}`), String(counts[key])]),
      [t("master.epochs-trained"), t("master.of-total", { done: spent, total })],
      ...(saved ? [[t("master.epochs-saved"), t("master.saved-share", { saved, percent: Math.round((100 * saved) / Math.max(1, total)) })]] : []),
      ...(taken ? [[t("master.taken-up"), String(taken)]] : []),
    ];
    list.replaceChildren(...rows.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
    const did = workOf(state, now);
    const work = state.workers.filter(({ name }) => did[name]).map(({ name }) => [name, did[name]]);
    table.hidden = !work.length;
    body.replaceChildren(...work.map(([name, one]) => make("tr", {}, make("th", { scope: "row" }, name), ...[one.trials, one.epochs].map((value) => make("td", {}, String(value))), make("td", {}, duration(one.seconds)))));
  }

  return { element, show };
}
