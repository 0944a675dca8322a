/** The hidden layers of a network: a chip for each, with its units, fewer, more and away; and one that adds another. */
import { iconButton, make } from "../controls.js";
import { fault, parse, pretty } from "../numbers.js";
import { nameOf, say, sentence, t } from "../words.js";

const STEPS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];

/** A control as in controls.js, of a setting of whole numbers in a row. */
export function layerChips(setting, field, value, change) {
  const list = make("ol", { className: "layer-chips" });
  const add = make("button", { "type": "button", "className": "quiet add-layer", "data-field": field, "data-testid": "add-layer" }, `+ ${t("networks.add-layer")}`);
  const faultLine = make("p", { className: "field-fault", hidden: true });
  const name = nameOf(setting);
  const element = make("div", { "className": "field field-layers", "role": "group", "aria-label": name }, make("span", { title: say(setting.help) }, name), list, add, faultLine);
  let chips = [];

  function put(next) {
    complain(null);
    set(next);
    change(next, true);
  }

  add.addEventListener("click", () => put([...value, value.at(-1) ?? setting.usual]));

  function chip(index) {
    const layer = t("networks.layer", { number: index + 1 });
    const box = make("input", { "type": "text", "inputMode": "numeric", "autocomplete": "off", "aria-label": t("networks.units-of", { layer }), "data-testid": "layer-units" });
    const step = (way) => {
      const now = value[index];
      const next = way > 0 ? STEPS.find((one) => one > now) : STEPS.findLast((one) => one < now);
      put(value.with(index, Math.min(setting.maximum, next ?? now)));
    };
    const fewer = iconButton("minus", t("networks.fewer", { layer }), () => step(-1), { "data-testid": "fewer-units" });
    const more = iconButton("plus", t("networks.more", { layer }), () => step(1), { "data-testid": "more-units" });
    const away = iconButton("close", t("networks.remove-layer", { layer }), () => {
      put(value.toSpliced(index, 1));
      (chips[Math.min(index, chips.length - 1)]?.away ?? add).focus();
    }, { "data-testid": "remove-layer" });
    box.addEventListener("change", () => {
      const typed = parse(box.value);
      const wrong = fault({ ...setting, type: "whole" }, typed);
      if (wrong) complain(sentence(t(wrong.key, { name, low: pretty(wrong.low, 6), high: pretty(wrong.high, 6) })));
      else put(value.with(index, typed));
    });
    return {
      element: make("li", {}, fewer, box, more, away),
      away,
      show() {
        if (Number(box.value) !== value[index] || !box.value.trim()) box.value = String(value[index]);
        fewer.disabled = value[index] <= setting.minimum;
        more.disabled = value[index] >= setting.maximum;
      },
    };
  }

  function set(next) {
    value = next;
    if (chips.length !== value.length) {
      chips = value.map((_, i) => chip(i));
      list.replaceChildren(...chips.map((one) => one.element));
    }
    for (const one of chips) one.show();
    add.disabled = value.length >= setting.longest;
  }

  function complain(words) {
    faultLine.textContent = words ?? "";
    faultLine.hidden = !words;
  }

  set(value);
  return { element, set, complain };
}
