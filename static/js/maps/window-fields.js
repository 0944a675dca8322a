/** Four boxes for the part of the plane that a map of starts covers; empty ones mean all of it. */
import { make } from "../controls.js";
import { boxed, parse } from "../numbers.js";
import { t } from "../words.js";

/** @param change (window [x0, x1, y0, y1] or undefined) @returns {element, set(window or null), domain([x0, x1, y0, y1])} */
export function windowFields(change) {
  let whole = ["", "", "", ""];
  const boxes = ["x", "x", "y", "y"].map((axis, i) =>
    make("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, "aria-label": `${axis} ${t(i % 2 ? "maps.high" : "maps.low")}`, "data-field": `window[${i}]`, "data-testid": `window-${i}` }));
  const fault = make("p", { className: "field-fault", hidden: true });
  const row = (axis, i) => make("div", { className: "axis-range" }, make("span", { className: "axis-name" }, axis), boxes[i], make("span", { "aria-hidden": "true" }, "–"), boxes[i + 1]);
  const back = make("button", { type: "button", className: "quiet", "data-testid": "window-whole" }, t("maps.whole"));
  back.addEventListener("click", () => change(undefined));
  const typed = () => boxes.map((box, i) => (box.value.trim() === "" ? Number(whole[i]) : parse(box.value)));

  for (const box of boxes) {
    box.addEventListener("change", () => {
      if (boxes.every(({ value }) => value.trim() === "")) return change(undefined);
      const [x0, x1, y0, y1] = typed();
      const right = x0 < x1 && y0 < y1; // false for what is no number
      fault.textContent = right ? "" : t("maps.window-wrong");
      fault.hidden = right;
      if (right) change([x0, x1, y0, y1]);
    });
  }

  return {
    element: make("div", { className: "field field-flat" }, row("x", 0), row("y", 2), fault, back),
    set(window) {
      back.disabled = !window;
      fault.hidden = true;
      boxes.forEach((box, i) => {
        if (!window) box.value = "";
        else if (parse(box.value) !== window[i]) box.value = boxed(window[i]);
      });
    },
    domain(all) {
      whole = all ?? whole;
      boxes.forEach((box, i) => (box.placeholder = boxed(whole[i])));
    },
  };
}
