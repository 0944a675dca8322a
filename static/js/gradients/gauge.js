/** The gauge of a relative error: the course's bands in decades, and where the errors stand among them. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { bands } from "./usual.js";

export const LEVEL = "level"; // no band of the course: nothing to compare
const FROM = -8; // decades
const TO = 0;
const decade = (above) => (above ? Math.log10(above) : FROM);
const share = (at) => `${(100 * (Math.min(TO, Math.max(FROM, at)) - FROM)) / (TO - FROM)}%`;

/** @returns {element, show([{name, error, band}])}; an error of null is beyond all measure */
export function createGauge() {
  const strip = bands.toReversed().map(({ name, above, title }, i, all) => {
    const part = make("span", { className: name }, say(title));
    part.style.flexGrow = decade(all[i + 1]?.above ?? 10 ** TO) - decade(above);
    return part;
  });
  const ticks = bands.filter(({ above }) => above).map(({ above }) => {
    const tick = make("span", {}, pretty(above));
    tick.style.left = share(decade(above));
    return tick;
  });
  const needles = make("div", { className: "gauge-needles" });
  const element = make("div", { className: "gauge", role: "img", "data-testid": "gauge" },
    needles, make("div", { className: "gauge-bands" }, ...strip), make("div", { className: "gauge-ticks" }, ...ticks));

  return {
    element,
    show(errors) {
      const called = (name) => say(bands.find((band) => band.name === name).title);
      const told = errors.map(({ name, error, band }) => (band === LEVEL ? `${name}: ${t("gradients.level")}` : `${name}: ${pretty(error ?? Infinity, 2)}, ${called(band)}`));
      element.setAttribute("aria-label", `${t("gradients.error")}. ${told.join("; ")}`);
      needles.replaceChildren(...errors.filter(({ band }) => band !== LEVEL).map(({ name, error, band }) => {
        const needle = make("span", { className: band }, make("b", {}, name));
        needle.style.setProperty("--at", share(Math.log10(error ?? Infinity)));
        return needle;
      }));
    },
  };
}
