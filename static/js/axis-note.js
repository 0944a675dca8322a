/** What the horizontal axis of the curves counts, where that does not go without saying. */
import { passes } from "./catalogue.js";
import { make } from "./controls.js";
import { t } from "./words.js";

/** Whether a run has a place on an axis that counts `column`: one that asks for none of it would stand still at 0. */
export function placed(series, column) {
  return !column || series.count < 2 || series[column][series.count - 1] > 0;
}

/** @returns {element, show(axis, absent)}; `absent` are the names of the runs that have no place on it */
export function createAxisNote() {
  const element = make("p", { className: "note", "data-testid": "axis-note", hidden: true });
  return {
    element,
    show(axis, absent) {
      const prices = axis === "cost" ? t("fair.prices", { value: passes.value, gradient: passes.grad, hessian: passes.hess }) : "";
      const away = absent.length ? t("fair.absent", { names: absent.join(", ") }) : "";
      element.textContent = prices || away;
      element.hidden = !element.textContent;
    },
  };
}
