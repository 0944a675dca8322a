/** A number of an instrument's own: the slider and box that settings have, with words of the page's language. */
import { control, make } from "../controls.js";
import { lang } from "../words.js";

/** @param range {low, high, log, whole} of the slider; what is typed keeps to it @returns the element, with `set(value)` */
export function dial(field, words, { low, high, log = false, whole = false, symbol = "" }, value, change) {
  const setting = { type: whole ? "whole" : "number", help: { [lang]: words }, symbol, low, high, log, minimum: low, maximum: high };
  const { element, set } = control(setting, field, value, change);
  return Object.assign(element, { set });
}

/** A button with words. */
export function button(words, testid, onClick) {
  const element = make("button", { type: "button", className: "quiet", "data-testid": testid }, words);
  element.addEventListener("click", onClick);
  return element;
}

/** The head of an instrument: what it is called and one sentence about it. */
export const head = (title, text) => [make("h2", { className: "panel-title" }, title), make("p", { className: "note" }, text)];
