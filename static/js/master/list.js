/** All searches of this server: which there are, how far each is, and a way to be rid of it. */
import { iconButton, make } from "../controls.js";
import { t } from "../words.js";
import { isGone } from "./lanes.js";
import { isOver, stateWords } from "./state.js";
import { clockTime, measureOf, scoreWords } from "./words.js";

const SURE = 4000; // milliseconds in which a second press deletes

/** @param act {look(name), remove(name)} @returns {element, show(searches, watched, state)}: the one that is watched is known better than its line */
export function createList({ look, remove }) {
  const list = make("ul", { "className": "search-list", "data-testid": "searches" });
  const none = make("p", { className: "note" }, t("master.no-searches"));
  const element = make("div", {}, make("h2", { className: "panel-title" }, t("master.searches")), none, list);
  let shown = "";
  let told = [[], null, null];
  let found = null; // whom it has scrolled to
  let sure = null; // the name of the one that goes at a second press

  function show(...now) {
    told = now;
    const [listed, watched, state] = told;
    const searches = listed.map((one) => (one.name === state?.name ? { ...one, ...lineOf(state) } : one));
    none.hidden = searches.length > 0;
    const text = JSON.stringify([searches, watched, sure]);
    if (text === shown) return;
    shown = text;
    const focused = document.activeElement?.dataset?.search;
    const top = list.scrollTop;
    list.replaceChildren(...searches.map((one) => itemOf(one, one.name === watched)));
    list.scrollTop = top;
    if (watched !== found) bring(watched);
    if (focused) list.querySelector(`[data-search="${CSS.escape(focused)}"]`)?.focus();
  }

  /** A long list scrolls to the one that is watched, once. */
  function bring(watched) {
    const item = list.querySelector("[aria-current]")?.parentElement;
    if (!item) return;
    found = watched;
    list.scrollTop = item.offsetTop - list.offsetTop - (list.clientHeight - item.offsetHeight) / 2;
  }

  function itemOf({ name, state, how = t(`master.search-${state}`), trials, done, workers, best, created, measure }, current) {
    const line = [how, t("master.of-total", { done, total: trials }), ...(workers ? [t("master.workers-count", { count: workers })] : []), ...(best === null ? [] : [t("master.best-of", { score: scoreWords(best, measureOf({ measure })) })])];
    const open = make("button", { "type": "button", "className": "search-item", "data-search": name }, make("span", { "className": "lane-light", "aria-hidden": "true" }), make("b", {}, name), make("time", {}, created ? clockTime(created) : ""), make("small", {}, line.join(" · ")));
    if (current) open.setAttribute("aria-current", "true");
    open.addEventListener("click", () => look(name));
    const words = t(sure === name ? "master.delete-sure" : "master.delete", { name });
    const away = iconButton("close", words, () => (sure === name ? remove(name) : ask(name)), { "data-testid": "delete-search", ...(sure === name && { "data-sure": "" }) });
    return make("li", { "data-state": state }, open, away);
  }

  function ask(name) {
    sure = name;
    show(...told);
    list.querySelector("[data-sure]").focus();
    setTimeout(() => {
      if (sure === name) sure = null;
      show(...told);
    }, SURE);
  }

  return { element, show };
}

function lineOf(now) {
  const { state, trials, workers, best } = now;
  return { state, how: stateWords(now), trials: trials.length, done: trials.filter(isOver).length, workers: workers.filter((one) => !isGone(one)).length, best: best?.score ?? null };
}
