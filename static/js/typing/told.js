/** What the server made of a typed formula: how it is printed, its gradient, and where it has no slope or no value. */
import { folded, make } from "../controls.js";
import { formula } from "../formula.js";
import { t } from "../words.js";

/** @returns {element, show(said or null)}: null while what is typed cannot be read, and the last that could be is on the screen */
export function createTold() {
  const stale = make("p", { className: "note", hidden: true, "data-testid": "typed-stale" }, t("typing.stale"));
  const printed = make("div", { className: "typed-formula", tabIndex: 0, role: "group", "aria-label": t("typing.printed"), "data-testid": "typed-formula" });
  const badges = make("ul", { className: "typed-badges", "data-testid": "typed-badges" });
  const slopes = make("div", { className: "typed-formula", tabIndex: 0, role: "group", "aria-label": t("typing.gradient") });
  const gradient = folded(t("typing.gradient"), [slopes]);
  const element = make("div", { className: "typed-told", hidden: true }, stale, printed, badges, gradient);

  function show(said) {
    stale.hidden = Boolean(said);
    element.classList.toggle("stale", !said);
    if (!said) return;
    element.hidden = false;
    printed.replaceChildren(make("div", {}, formula(said.mathml)));
    slopes.replaceChildren(...said.gradient.map((one) => make("div", {}, formula(one))));
    gradient.hidden = !said.gradient.length;
    const kinks = said.kinks.map(({ text }) => make("li", { className: "kink" }, make("strong", {}, t("typing.kink")), " ", text));
    const holes = said.holes ? [make("li", { className: "hole" }, make("strong", {}, t("typing.hole")), " ", t("typing.hole-text"))] : [];
    const shown = said.minima.length;
    const many = said.found > shown ? [make("li", { className: "many" }, t("typing.many", { shown, found: said.found }))] : [];
    badges.replaceChildren(...kinks, ...holes, ...many);
    badges.hidden = !badges.children.length;
  }

  return { element, show };
}
