/** Two number boxes for a place. */
import { make } from "./controls.js";
import { parse } from "./numbers.js";
import { t } from "./words.js";

/** @param change ([x, y]) @returns {element, set([x, y])} */
export function startFields(start, change, { field = "start", testid = "start" } = {}) {
  let now = start;
  const faultLine = make("p", { className: "field-fault", hidden: true });
  const boxes = ["x", "y"].map((axis, i) => {
    const box = make("input", {
      type: "text", inputMode: "decimal", autocomplete: "off", value: String(start[i]),
      "aria-label": t("start.coordinate", { axis }), "data-field": `${field}[${i}]`, "data-testid": `${testid}-${axis}`,
    });
    box.addEventListener("change", () => {
      const value = parse(box.value);
      const wrong = !Number.isFinite(value) || Math.abs(value) > 1e6;
      faultLine.hidden = !wrong;
      faultLine.textContent = wrong ? t("start.not-a-place", { axis }) : "";
      box.setAttribute("aria-invalid", String(wrong));
      if (!wrong) change(now.with(i, value));
    });
    return box;
  });
  return {
    element: make("div", { className: "start-fields" },
      ...boxes.flatMap((box, i) => [make("span", { className: "axis-name", "aria-hidden": "true" }, "xy"[i]), box]), faultLine),
    set(next) {
      now = next;
      boxes.forEach((box, i) => {
        if (parse(box.value) !== next[i]) box.value = String(next[i]);
        box.setAttribute("aria-invalid", "false");
      });
      faultLine.hidden = true;
    },
  };
}
