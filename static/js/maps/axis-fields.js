/** The controls of one axis of a map: which number, from where to where, evenly or by factors. */
import { choose, make } from "../controls.js";
import { boxed, parse } from "../numbers.js";
import { symbol } from "../symbols.js";
import { nameOf, say, sentence, t } from "../words.js";

/** What a choice is called: numbers of a schedule or the surface say whose they are. */
function called({ of, setting, owner }) {
  const name = [nameOf(setting), symbol(setting.symbol)?.textContent].filter(Boolean).join(" ");
  return of.includes(".") ? `${name} · ${say(owner.title)}` : name;
}

/** @param index 0 across, 1 up @param change (axis) @returns {element, set(axis or null, choices)} */
export function axisFields(index, change) {
  const field = `axes[${index}]`;
  let now = null;
  const which = make("select", { id: `axis-${index}`, "data-testid": `axis-${index}`, "data-field": `${field}.of` });
  which.addEventListener("change", () => change({ of: which.value }));
  const fault = make("p", { className: "field-fault", hidden: true });
  const ends = ["low", "high"].map((end) => {
    const name = t(`maps.${end}`);
    const box = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, "aria-label": name, "data-field": `${field}.${end}`, "data-testid": `axis-${index}-${end}` });
    box.addEventListener("change", () => {
      const typed = box.value.trim() === "" ? undefined : parse(box.value);
      const wrong = typed !== undefined && !Number.isFinite(typed);
      fault.textContent = wrong ? sentence(t("field.not-a-number", { name })) : "";
      fault.hidden = !wrong;
      box.setAttribute("aria-invalid", String(wrong));
      if (!wrong) change({ ...now, [end]: typed });
    });
    return box;
  });
  const scale = choose([["log", t("maps.log")], ["even", t("maps.even")]], "log", (value) => change({ ...now, log: value === "log" }),
    { "aria-label": t("maps.scale"), "data-field": `${field}.log`, "data-testid": `axis-${index}-scale` });
  const element = make("div", { className: "field field-choice axis-fields" },
    make("label", { htmlFor: which.id }, t(`maps.axis-${index}`)), which,
    make("div", { className: "axis-range" }, ends[0], make("span", { "aria-hidden": "true" }, "–"), ends[1], scale), fault);
  let offered = "";

  return {
    element,
    set(axis, choices) {
      element.hidden = !axis;
      if (!axis) return;
      now = axis;
      const names = choices.map((one) => [one.of, called(one)]);
      if (offered !== (offered = JSON.stringify(names))) which.replaceChildren(...names.map(([value, textContent]) => make("option", { value, textContent })));
      which.value = axis.of;
      const { setting } = choices.find(({ of }) => of === axis.of);
      ["low", "high"].forEach((end, i) => {
        ends[i].placeholder = boxed(setting[end]);
        if (axis[end] === undefined) ends[i].value = "";
        else if (parse(ends[i].value) !== axis[end]) ends[i].value = boxed(axis[end]);
        ends[i].setAttribute("aria-invalid", "false");
      });
      fault.hidden = true;
      scale.value = axis.log ?? setting.log ? "log" : "even";
    },
  };
}
