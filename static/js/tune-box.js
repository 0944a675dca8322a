/** The button that tunes each run, how far it is, and what it found. */
import { entry } from "./catalogue.js";
import { make } from "./controls.js";
import { pretty } from "./numbers.js";
import { inLine } from "./queue.js";
import { names } from "./runs.js";
import { courseOf, trialsOf } from "./tuned.js";
import { createTuning } from "./tuning.js";
import { lang, nameOf, t } from "./words.js";

const whole = (count) => count.toLocaleString(lang);

/** @returns {head, report, show(), stop()}: elements for the head of the list of runs and beneath it */
export function createTuneBox(store) {
  const tuning = createTuning(store);
  const button = make("button", { type: "button", className: "quiet", "data-testid": "tune", title: t("tune.help") });
  const progress = make("output", { className: "count", "data-testid": "tune-progress" });
  const head = make("div", { className: "tune-head", "data-part": "tune" }, progress, button);
  const fault = make("p", { className: "note bad", "role": "alert", "data-testid": "tune-fault", hidden: true });
  const summary = make("summary", { "data-testid": "tune-summary" });
  const list = make("ul", { className: "tune-list", "data-testid": "tune-found" });
  const found = make("details", { className: "fold", hidden: true }, summary, list);
  const report = make("div", { className: "tune-report" }, fault, found);
  button.addEventListener("click", () => (store.data.tuning?.now ? tuning.stop() : tuning.begin()));

  function line({ settings, from, before, after, evaluations, edges }, name, kind) {
    const called = (key) => nameOf(entry("optimizers", kind).settings.find((setting) => setting.name === key));
    const moved = Object.entries(settings).filter(([key, value]) => from[key] !== value);
    const changes = moved.map(([key, value]) => `${called(key)} ${pretty(from[key], 4)} → ${pretty(value, 4)}`).join(", ");
    const loss = moved.length ? `${before === null ? t("tune.diverged") : pretty(before)} → ${after === null ? t("tune.diverged") : pretty(after)}` : pretty(after ?? NaN);
    const spent = Object.entries(evaluations).filter(([, count]) => count).map(([what, count]) => t(`tune.${what}`, { count: whole(count) }));
    const parts = [changes || t("tune.nothing"), `${t("loss")} ${loss} · ${spent.join(", ")}`];
    if (edges.length) parts.push(t("tune.edge", { names: edges.map(called).join(", ") }));
    return make("li", {}, make("strong", {}, name), ...parts.map((part) => make("span", {}, part)));
  }

  const where = ({ run, line, again }, of) => (again ? t("maps.again", { seconds: again }) : line ? inLine(line) : t("tune.progress", { run: Math.min(run + 1, of), of }));

  let drawn = "";
  function show() {
    const { now = null, found: all = [], fault: wrong = null } = store.data.tuning ?? {};
    button.textContent = t(now ? "tune.stop" : "tune.each");
    progress.textContent = now ? where(now, store.spec.runs.length) : "";
    fault.hidden = wrong === null;
    fault.textContent = wrong === null ? "" : wrong || t("fault.silent");
    const { spec } = store;
    const called = names(spec.runs);
    const told = spec.runs.flatMap((run, i) => {
      const one = all.find(({ course }) => trialsOf(spec, run) && course === courseOf(spec, run));
      return one ? [{ one, name: called[i], kind: run.optimizer.kind }] : [];
    });
    const text = JSON.stringify(told);
    if (text === drawn) return;
    drawn = text;
    found.hidden = told.length === 0;
    if (!told.length) return;
    const passes = told.reduce((sum, { one }) => sum + one.cost, 0);
    summary.textContent = t("tune.summary", { count: told.length, trials: told[0].one.trials, passes: whole(passes) });
    list.replaceChildren(...told.map(({ one, name, kind }) => line(one, name, kind)));
  }

  const quit = store.on("data", (_data, patch) => "tuning" in patch && show());
  return {
    head,
    report,
    show,
    stop() {
      quit();
      tuning.stop();
      tuning.quit();
    },
  };
}
