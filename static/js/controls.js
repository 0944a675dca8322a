/** The controls every panel is made of: {element, set(value), complain(sentence)}. */
import { boxed, fault, fromSlider, parse, pretty, toSlider } from "./numbers.js";
import { inUse } from "./setting.js";
import { symbol } from "./symbols.js";
import { nameOf, say, sentence, t } from "./words.js";

let ids = 0;

/** An element with properties (or attributes, where the name has a dash) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A drop-down of [value, text]. */
export function choose(options, value, onChange, properties = {}) {
  const element = make("select", properties, ...options.map(([key, text]) => make("option", { value: key, textContent: text })));
  element.value = value;
  element.addEventListener("change", () => onChange(element.value));
  return element;
}

/** An icon of the page's sprite. */
export function icon(name) {
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  picture.append(use);
  return picture;
}

/** A button with an icon; its words are for the ear and the tooltip. */
export function iconButton(name, words, onClick, properties = {}) {
  const element = make("button", { type: "button", className: "icon-button", title: words, "aria-label": words, ...properties }, icon(name));
  element.addEventListener("click", onClick);
  return element;
}

/**
 * The control of one declared setting. `change(value, settled)`; settled is false while a slider is dragged.
 * @param more what builds the control of a type of setting that is not found here
 */
export function control(setting, field, value, change, more = {}) {
  const build = { switch: toggle, choice: options, ...more }[setting.type] ?? number;
  return build(setting, field, value, change);
}

function number(setting, field, value, change) {
  const id = `field-${++ids}`;
  const name = nameOf(setting);
  const faultLine = make("p", { className: "field-fault", id: `${id}-fault`, hidden: true });
  const box = make("input", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, "data-field": field, "aria-describedby": faultLine.id });
  const called = [name, symbol(setting.symbol)?.textContent].filter(Boolean).join(" ");
  const slider = make("input", { type: "range", min: 0, max: 1000, step: 1, "aria-label": called, "data-slider": field });
  const label = make("label", { htmlFor: id, title: say(setting.help) }, name, "\u00a0", symbol(setting.symbol));
  const element = make("div", { className: "field" }, label, slider, box, faultLine);

  function complain(words) {
    complainIn(faultLine, words);
    box.setAttribute("aria-invalid", String(Boolean(words)));
  }

  function show(next) {
    value = next;
    slider.setAttribute("aria-valuetext", pretty(value, 4));
    if (Number(box.value) !== value || box.value.trim() === "") box.value = boxed(value);
  }

  function set(next) {
    if (document.activeElement === box && next === value && parse(box.value) !== value) return; // somebody is typing into it
    complain(null);
    show(next);
    if (fromSlider(setting, Number(slider.value)) !== next) slider.value = toSlider(setting, next);
  }

  slider.addEventListener("input", () => {
    complain(null);
    show(fromSlider(setting, Number(slider.value)));
    change(value, false);
  });
  slider.addEventListener("change", () => change(value, true));
  box.addEventListener("change", () => {
    const typed = parse(box.value);
    const wrong = fault(setting, typed);
    if (wrong) {
      complain(sentence(t(wrong.key, { name, low: pretty(wrong.low, 6), high: pretty(wrong.high, 6) })));
      return;
    }
    complain(null);
    box.value = boxed(typed);
    set(typed);
    change(typed, true);
  });
  slider.value = toSlider(setting, value);
  show(value);
  return { element, set, complain };
}

function toggle(setting, field, value, change) {
  const box = make("input", { type: "checkbox", checked: value, "data-field": field });
  const faultLine = make("p", { className: "field-fault", hidden: true });
  const label = make("label", { className: "switch", title: say(setting.help) }, box, nameOf(setting));
  box.addEventListener("change", () => change(box.checked, true));
  return {
    element: make("div", { className: "field field-flat" }, label, faultLine),
    set: (next) => (box.checked = next),
    complain: (words) => complainIn(faultLine, words),
  };
}

function options(setting, field, value, change) {
  const id = `field-${++ids}`;
  const faultLine = make("p", { className: "field-fault", hidden: true });
  const list = setting.options.map((option) => [option.value, say(option.title)]);
  const barred = make("p", { className: "note barred", id: `${id}-barred`, hidden: true, "data-testid": "barred" });
  const select = choose(list, value, (next) => change(next, true), { id, "data-field": field });
  const label = make("label", { htmlFor: id, title: say(setting.help) }, nameOf(setting));
  return {
    element: make("div", { className: "field field-choice" }, label, select, barred, faultLine),
    set: (next) => (select.value = next),
    complain: (words) => complainIn(faultLine, words),
    /** Let nobody choose what is in `reasons`, {value: a sentence}. */
    bar(reasons) {
      for (const option of select.options) {
        const reason = reasons[option.value];
        const title = list.find(([value]) => value === option.value)[1];
        option.disabled = Boolean(reason);
        option.title = reason ?? "";
        option.textContent = reason ? t("field.barred", { title }) : title;
      }
      barred.textContent = [...new Set(Object.values(reasons))].join(" ");
      barred.hidden = !barred.textContent;
      if (barred.hidden) select.removeAttribute("aria-describedby");
      else select.setAttribute("aria-describedby", barred.id);
    },
  };
}

function complainIn(line, words) {
  line.textContent = words ?? "";
  line.hidden = !words;
}

/** The controls of several settings; minor ones are handed back apart. `change(name, value, settled)`; `more` as above. */
export function controlsOf(settings, prefix, values, change, more) {
  const all = settings.map((setting) => ({
    setting,
    ...control(setting, prefix + setting.name, values[setting.name], (value, settled) => change(setting.name, value, settled), more),
  }));
  function set(next) {
    for (const one of all) {
      one.element.hidden = !inUse(one.setting, next);
      one.set(next[one.setting.name]);
    }
  }
  set(values);
  const pick = (minor) => all.filter(({ setting }) => setting.minor === minor).map(({ element }) => element);
  return {
    major: pick(false),
    minor: pick(true),
    set,
    /** What nobody may choose: {name of a setting: {value: why}}. */
    bar(reasons) {
      for (const { setting, bar } of all) bar?.(reasons[setting.name] ?? {});
    },
  };
}

/** Fold elements under a word; null where there are none. */
export function folded(word, elements) {
  return elements.length ? make("details", { className: "fold" }, make("summary", { textContent: word }), ...elements) : null;
}
