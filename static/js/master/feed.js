/** What happened last, in sentences: who was killed, who took up whose trial, what was pruned, what was found. */
import { make } from "../controls.js";
import { t } from "../words.js";
import { pressing } from "./pointing.js";
import { happened } from "./standing.js";
import { measureOf, scoreWords } from "./words.js";

const SHOWN = 6;
const LOUD = ["killed", "killed-idle", "broke-idle", "resumed", "best"]; // the latest of each stays, however much happens after it

/** @param choose (number) @returns {element, show(seen)} */
export function createFeed(choose) {
  const list = make("ol", { className: "feed", "data-testid": "feed" });
  const none = make("p", { className: "note" }, t("master.nothing-happened"));
  const aloud = make("p", { className: "for-ears", "aria-live": "polite" });
  const element = make("section", { className: "feed-box" }, make("h3", { className: "study-figure-title" }, t("master.feed")), none, list, aloud);
  let before = "";

  function show({ state, time, chosen }) {
    element.hidden = chosen !== null;
    const measure = measureOf(state);
    const told = latest(happened(state)).map((event) => ({ event, words: t(`master.happened-${event.kind}`, { ...event, score: scoreWords(event.score, measure) }) }));
    const text = JSON.stringify(told);
    if (text === before) return;
    before = text;
    none.hidden = told.length > 0;
    list.replaceChildren(...told.map(({ event, words }) => make("li", { "className": `happened ${event.kind}`, ...(event.number !== null && { "data-trial": event.number }) }, make("time", {}, time(event.at)), make("span", {}, words))));
    const loud = told.find(({ event }) => LOUD.includes(event.kind));
    if (loud && aloud.textContent !== loud.words) aloud.textContent = loud.words;
  }

  pressing(list, choose);
  return { element, show };
}

/** A handful of events, newest first. */
function latest(events) {
  const kept = new Set(LOUD.map((kind) => events.find((event) => event.kind === kind)).filter(Boolean));
  for (const event of events) if (kept.size < SHOWN) kept.add(event);
  return events.filter((event) => kept.has(event));
}
