/** Where is searched: each number with its range, its scale, and how densely that scale is tried. */
import { choose, make } from "../controls.js";
import { boxed, parse } from "../numbers.js";
import { SCALES } from "../search-piece.js";
import { symbol } from "../symbols.js";
import { sentence, t } from "../words.js";
import { createDensity } from "./density.js";
import { ENDS, reached, wrongWith } from "./range.js";
import { searchOf, spoken } from "./space.js";

/** @param put (patch of the search, settled) @returns {element, show(search), mark(lanes)} */
export function spaceFields(store, put) {
  const list = make("ul", { className: "lab-axes-list" });
  const more = make("details", { className: "fold" }, make("summary", {}, t("search.more-axes")), make("div", { className: "lab-unused" }));
  const element = make("section", { "className": "panel space-fields", "data-part": "search-space", "aria-label": t("search.space") }, make("h2", { className: "panel-title" }, t("search.space")), list, more);
  const rows = new Map();
  let shape = "";

  const axes = () => searchOf(store.spec).axes;

  function choosing(dimension, on) {
    const now = axes();
    const next = on ? [...now, dimension] : now.filter(({ name }) => name !== dimension.name);
    if (next.length) put({ axes: next.map(spoken) }, true);
    else show();
  }

  const change = (name, patch) => put({ axes: axes().map((axis) => spoken(axis.name === name ? { ...axis, ...patch } : axis)) }, true);

  function show() {
    const { axes: on, dimensions } = searchOf(store.spec);
    const names = new Set(on.map(({ name }) => name));
    const now = JSON.stringify([on.map(({ name }) => name), dimensions.map(({ name, called }) => [name, called])]);
    if (now !== shape) {
      shape = now;
      rows.clear();
      for (const axis of on) rows.set(axis.name, row(axis, dimensions.find(({ name }) => name === axis.name)));
      list.replaceChildren(...[...rows.values()].map((one) => one.element));
      const others = dimensions.filter(({ name }) => !names.has(name));
      more.hidden = !others.length;
      more.lastChild.replaceChildren(...others.map((dimension) => box(dimension, false)));
    }
    for (const axis of on) rows.get(axis.name).set(axis);
  }

  const title = ({ called, symbol: latex }) => [called, ...(latex ? ["\u00a0", symbol(latex)] : [])];

  function box(dimension, checked) {
    const input = make("input", { type: "checkbox", checked, "data-testid": `axis-on-${dimension.name}` });
    input.addEventListener("change", () => {
      choosing(dimension, input.checked);
      element.querySelector(`[data-testid="${input.dataset.testid}"]`).focus(); // it stands elsewhere now
    });
    return make("label", { className: "switch" }, input, make("span", {}, ...title(dimension)));
  }

  /** The fields of an axis that is searched. @param dimension as the target has it */
  function row(axis, dimension) {
    const index = axes().findIndex(({ name }) => name === axis.name);
    const density = createDensity();
    if (dimension.options) {
      return { density, element: make("li", { className: "field" }, box(dimension, true), density.element), set: (next) => density.show(next) };
    }
    const line = make("p", { className: "field-fault", hidden: true });
    const ends = ENDS.map((end) => {
      const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, "aria-label": `${dimension.called}, ${t(`maps.${end}`)}`, "data-field": `search.axes[${index}].${end}`, "data-testid": `axis-${end}-${axis.name}` });
      input.addEventListener("change", () => ended(end, input));
      return input;
    });
    const scale = choose(SCALES.map((one) => [one, t(`search.scale-${one}`)]), axis.scale, scaled, { "aria-label": `${dimension.called}, ${t("maps.scale")}`, "data-field": `search.axes[${index}].scale`, "data-testid": `axis-scale-${axis.name}` });
    const own = make("li", { className: "field" }, box(dimension, true),
      make("div", { className: "axis-range" }, ends[0], make("span", { "aria-hidden": "true" }, "–"), ends[1], scale), line, density.element);
    let now = axis;
    let typed = {}; // ends that do not fit yet: they stay in their boxes until they do

    function complain(words, input) {
      line.textContent = words ?? "";
      line.hidden = !words;
      for (const one of ends) one.setAttribute("aria-invalid", String(one === input));
    }

    function ended(end, input) {
      const value = input.value.trim() === "" ? dimension[end] : parse(input.value);
      typed = { ...typed, [end]: value };
      const next = { ...now, ...typed };
      const wrong = wrongWith(dimension, next, end);
      if (wrong) complain(sentence(t(wrong.key, { name: t(`maps.${wrong.end ?? end}`), ...wrong })), wrong.end ? ends[ENDS.indexOf(wrong.end)] : input);
      else settle({ low: next.low, high: next.high });
    }

    /** On another scale, with ends that it reaches. */
    function scaled(next) {
      const kept = { ...now, ...typed, scale: next };
      const { low, high } = wrongWith(dimension, kept, "low") ? { ...now, ...reached(dimension, now, next) } : kept;
      settle({ scale: next, low, high });
    }

    function settle(patch) {
      typed = {};
      change(axis.name, patch);
    }

    return {
      density,
      element: own,
      set(next) {
        const same = ENDS.every((end) => next[end] === now[end]) && next.scale === now.scale;
        now = next;
        if (!same || !Object.keys(typed).length) {
          typed = {};
          complain(null, null);
          ENDS.forEach((end, i) => (ends[i].value = boxed(next[end])));
        }
        scale.value = next.scale;
        for (const option of scale.options) option.disabled = option.value === "mirror" && (dimension.whole || dimension.minimum >= 1);
        density.show(next);
      },
    };
  }

  return {
    element,
    show,
    /** Leave marks where trials were: @param lanes [{slot, settings: [...]}] */
    mark(lanes) {
      for (const [name, { density }] of rows) density.mark(lanes.map(({ slot, settings }) => ({ slot, values: settings.map((one) => one[name]) })));
    },
  };
}
