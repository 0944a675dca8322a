/** What a study found, as a list of names and figures. What is still to come keeps its place. */
import { make } from "../controls.js";
import { symbol } from "../symbols.js";
import { say } from "../words.js";
import { factWords } from "./words.js";

/** @returns {element, show(found)} for facts as the catalogue declares them */
export function createFacts(facts) {
  const lines = facts.map(({ name, title, symbol: latex, unit }) => {
    const value = make("dd", { "data-testid": `study-fact-${name}` }, "…");
    return { name, unit, value, element: make("div", {}, make("dt", {}, say(title), "\u00a0", symbol(latex)), value) };
  });
  return {
    element: make("dl", { className: "study-facts", "data-testid": "study-facts", hidden: !facts.length }, ...lines.map(({ element }) => element)),
    show({ facts: known, busy }) {
      for (const { name, unit, value, element } of lines) {
        const there = Object.hasOwn(known, name);
        element.hidden = !there && !busy;
        value.textContent = there ? factWords(known[name], unit) : "…";
      }
    },
  };
}
