/** The part of a run's card that pulls the plug: what was saved, and before which step. */
import { limits } from "./catalogue.js";
import { choose, control, make } from "./controls.js";
import { SAVED } from "./cut.js";
import { t } from "./words.js";

/** @param change ({at, saved} or undefined, settled) @param steps () -> the steps of the race @returns {element, set(cut)} */
export function cutFields(id, change, steps) {
  let now;
  const options = [["", t("cut.none")], ...SAVED.map((saved) => [saved, t(`cut.${saved}`)])];
  const which = choose(options, "", (saved) => change(saved ? { at: now?.at ?? Math.max(1, Math.round(steps() / 2)), saved } : undefined, true),
    { id, "data-testid": "cut", "data-field": "cut.saved" });
  const words = { en: t("cut.at"), ko: t("cut.at") };
  const setting = { name: "at", type: "whole", low: 1, high: 1000, minimum: 1, maximum: limits.steps, log: true, help: words };
  const at = control(setting, "cut.at", 1, (value, settled) => change({ ...now, at: value }, settled));
  return {
    element: make("div", { "data-part": "cut" },
      make("div", { className: "field field-choice" }, make("label", { htmlFor: id }, t("cut.title")), which), at.element),
    set(cut) {
      now = cut;
      which.value = cut?.saved ?? "";
      at.element.hidden = !cut;
      if (cut) at.set(cut.at);
    },
  };
}
