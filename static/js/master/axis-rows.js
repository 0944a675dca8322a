/** The settings that are searched, a row each: which one, from where to where, on which scale. */
import { choose, iconButton, make } from "../controls.js";
import { boxed, parse } from "../numbers.js";
import { t } from "../words.js";
import { spaceOf } from "./axes.js";

const MOST = 6;
const SCALES = ["linear", "log", "mirror"];

/** @param axes [{name, low, high, scale}] @param change (axes) @returns {element} */
export function createAxisRows(kind, axes, change) {
  const space = spaceOf(kind);
  const list = make("ul", { className: "axis-rows" });
  const add = make("button", { type: "button", className: "add", "data-testid": "add-axis" }, t("master.add-axis"));
  const element = make("div", {}, list, add);
  add.addEventListener("click", () => {
    const free = space.find(({ name }) => !axes.some((one) => one.name === name));
    if (free) put([...axes, axisOf(free)]);
  });

  function put(next) {
    axes = next;
    draw();
    change(axes);
  }

  const axisOf = ({ name, options, low, high, scale }) => (options ? { name } : { name, low, high, scale });
  const patch = (i, more) => put(axes.map((one, j) => (i === j ? { ...one, ...more } : one)));

  function rowOf(axis, i) {
    const setting = space.find(({ name }) => name === axis.name);
    const free = space.filter(({ name }) => name === axis.name || !axes.some((one) => one.name === name));
    const which = choose(free.map(({ name, title }) => [name, title]), axis.name, (name) => put(axes.map((one, j) => (i === j ? axisOf(space.find((each) => each.name === name)) : one))), { "aria-label": t("master.axis", { number: i + 1 }) });
    const away = iconButton("minus", t("master.remove-axis", { name: setting.title }), () => put(axes.filter((_, j) => j !== i)), { disabled: axes.length < 2 });
    const box = (end) => {
      const input = make("input", { "type": "text", "inputMode": "decimal", "autocomplete": "off", "spellcheck": false, "value": boxed(axis[end]), "aria-label": t(`master.axis-${end}`, { name: setting.title }), "data-field": `axes[${i}].${end}` });
      input.addEventListener("change", () => {
        const value = parse(input.value);
        input.setAttribute("aria-invalid", String(!Number.isFinite(value)));
        if (Number.isFinite(value)) patch(i, { [end]: value });
      });
      return input;
    };
    const range = "low" in axis ? [make("div", { className: "axis-range" }, box("low"), make("span", {}, "…"), box("high"),
      choose(SCALES.map((scale) => [scale, t(`master.scale-${scale}`)]), axis.scale, (scale) => patch(i, { scale }), { "aria-label": t("master.axis-scale", { name: setting.title }) }))] : [];
    return make("li", {}, make("div", { className: "row" }, which, away), ...range);
  }

  function draw() {
    list.replaceChildren(...axes.map(rowOf));
    add.disabled = axes.length >= Math.min(MOST, space.length);
  }
  draw();
  return { element };
}
