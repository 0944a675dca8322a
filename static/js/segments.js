/** A few words of which one is chosen: a radio group that looks like one bar. */
import { make } from "./controls.js";

/**
 * @param options [[value, words]]
 * @returns {element, set(value, free, offered)}: where it is not free only `value` can be chosen, and only what is
 *   `offered` is shown, everything where that is left out
 */
export function segments(key, options, words, choose) {
  const inputs = options.map(([value]) => make("input", { type: "radio", name: key, value, "data-testid": `${key}-${value}` }));
  inputs.forEach((input) => input.addEventListener("change", () => choose(input.value)));
  const labels = options.map(([, text], i) => make("label", {}, inputs[i], make("span", {}, text)));
  return {
    element: make("div", { className: "segments", role: "radiogroup", "aria-label": words, "data-part": key }, ...labels),
    set(value, free, offered = null) {
      for (const input of inputs) {
        input.checked = input.value === value;
        input.disabled = !free && input.value !== value;
        input.parentElement.hidden = Boolean(offered) && !offered.includes(input.value);
      }
    },
  };
}
