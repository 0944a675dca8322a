/** Formulas to begin with, each with what it shows. */
import { make } from "../controls.js";
import { say, t } from "../words.js";

/** @param text the name of the setting that is typed @param pick (settings) @returns a folded list, or null where there are none */
export function exampleList(examples, text, pick) {
  if (!examples?.length) return null;
  const list = make("ul", { className: "example-list" });
  const element = make("details", { className: "fold", "data-testid": "examples" }, make("summary", {}, t("typing.examples")), list);
  for (const { title, settings } of examples) {
    const button = make("button", { type: "button", className: "example" }, make("span", {}, say(title)), make("code", {}, settings[text]));
    button.addEventListener("click", () => {
      element.open = false;
      pick(settings);
    });
    list.append(make("li", {}, button));
  }
  return element;
}
