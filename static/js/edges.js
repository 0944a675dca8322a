/** Four boxes for a piece of the plane: from where to where along x, then along y. */
import { make } from "./controls.js";
import { boxed, parse } from "./numbers.js";
import { t } from "./words.js";

/**
 * @param field the name of the list @param testid likewise, for tests
 * @param change ([x0, x1, y0, y1], or undefined where every box was emptied)
 * @returns {rows, fault, set(edges or null), domain(edges that empty boxes stand for)}
 */
export function createEdges(field, testid, change) {
  let whole = ["", "", "", ""];
  const boxes = ["x", "x", "y", "y"].map((axis, i) =>
    make("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, "aria-label": `${axis} ${t(i % 2 ? "maps.high" : "maps.low")}`, "data-field": `${field}[${i}]`, "data-testid": `${testid}-${i}` }));
  const fault = make("p", { className: "field-fault", hidden: true });
  const row = (axis, i) => make("div", { className: "axis-range" }, make("span", { className: "axis-name" }, axis), boxes[i], make("span", { "aria-hidden": "true" }, "–"), boxes[i + 1]);
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
    rows: [row("x", 0), row("y", 2)],
    fault,
    set(edges) {
      fault.hidden = true;
      boxes.forEach((box, i) => {
        if (!edges) box.value = "";
        else if (parse(box.value) !== edges[i]) box.value = boxed(edges[i]);
      });
    },
    domain(all) {
      whole = all ?? whole;
      boxes.forEach((box, i) => (box.placeholder = boxed(whole[i])));
    },
  };
}
