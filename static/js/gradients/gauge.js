/** The gauge of a relative error: the course's bands in decades, and where the errors stand among them. */
import { make } from "../controls.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";

const FROM = -11; // decades
const TO = 0;
/** From the best to the worst: the decade in which each begins. */
const BANDS = [["happy", FROM], ["kinks", -7], ["suspicious", -4], ["wrong", -2]];
const share = (decade) => `${(100 * (Math.min(TO, Math.max(FROM, decade)) - FROM)) / (TO - FROM)}%`;

/** The band of an error. */
export const bandOf = (error) => BANDS.findLast(([, from], i) => i === 0 || error > 10 ** from)[0];

/** @returns {element, show([{name, error}])} */
export function createGauge() {
  const strip = make("div", { className: "gauge-bands" }, ...BANDS.map(([band, from], i) => {
    const part = make("span", { className: band }, t(`gradients.band-${band}`));
    part.style.flexGrow = (BANDS[i + 1]?.[1] ?? TO) - from;
    return part;
  }));
  const ticks = make("div", { className: "gauge-ticks" }, ...BANDS.slice(1).map(([, from]) => {
    const tick = make("span", {}, pretty(10 ** from));
    tick.style.left = share(from);
    return tick;
  }));
  const needles = make("div", { className: "gauge-needles" });
  const element = make("div", { className: "gauge", role: "img", "data-testid": "gauge" }, needles, strip, ticks);

  return {
    element,
    show(errors) {
      const told = errors.map(({ name, error }) => `${name}: ${pretty(error, 2)}, ${t(`gradients.band-${bandOf(error)}`)}`);
      element.setAttribute("aria-label", `${t("gradients.error")}. ${told.join("; ")}`);
      needles.replaceChildren(...errors.map(({ name, error }) => {
        const needle = make("span", { className: bandOf(error) }, name);
        needle.style.left = share(Math.log10(error));
        return needle;
      }));
    },
  };
}
