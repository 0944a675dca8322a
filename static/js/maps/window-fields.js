/** The part of the plane that a map of starts covers; empty boxes mean all of it. */
import { make } from "../controls.js";
import { createEdges } from "../edges.js";
import { t } from "../words.js";

/** @param change (window [x0, x1, y0, y1] or undefined) @returns {element, set(window or null), domain([x0, x1, y0, y1])} */
export function windowFields(change) {
  const edges = createEdges("window", "window", change);
  const back = make("button", { type: "button", className: "quiet", "data-testid": "window-whole" }, t("maps.whole"));
  back.addEventListener("click", () => change(undefined));
  return {
    element: make("div", { className: "field field-flat" }, ...edges.rows, edges.fault, back),
    set(window) {
      back.disabled = !window;
      edges.set(window);
    },
    domain: edges.domain,
  };
}
