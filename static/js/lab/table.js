/** What each strategy hands over at the end: its best settings, how much it tested for that, how often it won. */
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { say, sentence, t } from "../words.js";
import { write } from "./keeping.js";
import { best } from "./moment.js";
import { nameOf, scored, shortName } from "./words.js";
import { told } from "./warp.js";

/** @param on {widen([{name, low, high}]), open(trial, only)} @returns {element, show(search, repeat)}: of the repeat that is seen */
export function createTable(on) {
  const table = make("table", { className: "results lab-results", "data-testid": "lab-results" });
  const scroll = make("div", { className: "lab-scroll", tabIndex: 0, role: "region", "aria-label": t("search.results") }, table);
  const warnings = make("div", { className: "lab-warnings", "data-testid": "lab-warnings" });
  const which = make("span", { className: "note", "data-testid": "lab-results-of" });
  return {
    element: make("div", { className: "lab-summary" }, make("h3", { className: "study-figure-title" }, t("search.results"), " ", which), scroll, warnings),
    show(search, repeat) {
      const { about, summary } = search;
      const many = about.repeats > 1;
      const heads = [`${t("search.strategy-head")}, ${t("search.best-settings")}`, say(about.measure.title), ...(many ? [t("search.wins")] : []), ""];
      write(which, many ? t("search.repeat-of", { repeat: repeat + 1, repeats: about.repeats }) : "");
      const rows = search.trials.map((repeats, slot) => row(foundIn(repeats[repeat], summary?.[slot], about), slot, about, many));
      table.replaceChildren(make("thead", {}, make("tr", {}, ...heads.map((words) => (words ? make("th", { scope: "col" }, words) : make("td"))))), make("tbody", {}, ...rows));
      warnings.replaceChildren(...(repeat ? [] : summary ?? []).flatMap((one, slot) => warning(one, about.strategies[slot], about)));
    },
  };

  function row({ score, settings, wins, ties, number }, slot, about, many) {
    const found = number >= 0;
    const button = found && on.open({ settings }, true) ? make("button", { type: "button", className: "quiet", "aria-label": t("search.open-best", { name: say(about.strategies[slot].title) }) }, t("search.race")) : null;
    button?.addEventListener("click", () => on.open({ settings }));
    return make("tr", {},
      make("th", { scope: "row" }, make("div", { className: "run-cell" }, swatch(slot), sentence(say(about.strategies[slot].title))),
        make("p", { className: "lab-settings" }, ...(found ? about.axes.map((axis) => make("span", {}, `${shortName(axis)} `, make("b", {}, told(axis, settings[axis.name])))) : ["–"]))),
      make("td", {}, found ? scored(score, about) : wins === null ? "…" : t("search.failed")),
      ...(many ? [make("td", {}, wins === null ? "…" : t(ties ? "search.won-shared" : "search.won", { wins, ties, repeats: about.repeats }))] : []),
      make("td", {}, button ?? ""));
  }

  /** The best near the fence of a range that could be wider; the server looks at the first repeat. */
  function warning({ edges, wider }, { title }, { axes }) {
    const there = Object.entries(edges);
    if (!there.length) return [];
    const where = there.map(([name, end]) => t(`search.edge-${end}`, { name: nameOf(axes.find((axis) => axis.name === name)) })).join(", ");
    const button = make("button", { type: "button", className: "quiet", "data-testid": "widen" }, t("search.widen"));
    button.addEventListener("click", () => on.widen(wider));
    return [make("p", { className: "edge" }, make("span", {}, t("search.edge", { name: sentence(say(title)), where })), button)];
  }
}

/** What one has found in a repeat; how often it won is known at the end. */
const foundIn = (records, summary, about) => ({ number: -1, wins: summary?.wins ?? null, ties: summary?.ties ?? 0, ...best(records, Infinity, about) });
