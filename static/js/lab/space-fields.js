/** Where is searched: each number with its range, its scale, and how densely that scale is tried. */
import { choose, make } from "../controls.js";
import { boxed, fault, parse } from "../numbers.js";
import { SCALES } from "../search-piece.js";
import { symbol } from "../symbols.js";
import { sentence, t } from "../words.js";
import { createDensity } from "./density.js";
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
    const ends = ["low", "high"].map((end) => {
      const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, "aria-label": `${dimension.called}, ${t(`maps.${end}`)}`, "data-field": `search.axes[${index}].${end}`, "data-testid": `axis-${end}-${axis.name}` });
      input.addEventListener("change", () => ended(end, input));
      return input;
    });
    const scale = choose(SCALES.map((one) => [one, t(`search.scale-${one}`)]), axis.scale, scaled, { "aria-label": `${dimension.called}, ${t("maps.scale")}`, "data-field": `search.axes[${index}].scale`, "data-testid": `axis-scale-${axis.name}` });
    const own = make("li", { className: "field" }, box(dimension, true),
      make("div", { className: "axis-range" }, ends[0], make("span", { "aria-hidden": "true" }, "–"), ends[1], scale), line, density.element);
    let now = axis;

    function complain(words, input) {
      line.textContent = words ?? "";
      line.hidden = !words;
      for (const one of ends) one.setAttribute("aria-invalid", String(one === input));
    }

    function ended(end, input) {
      const value = input.value.trim() === "" ? dimension[end] : parse(input.value);
      const wrong = fault({ ...dimension, type: dimension.whole ? "whole" : "number" }, value) ?? misplaced({ ...now, [end]: value });
      if (wrong) complain(sentence(t(wrong.key, { name: t(`maps.${end}`), ...wrong })), input);
      else change(axis.name, { [end]: value });
    }

    /** On another scale, with ends that it reaches. */
    function scaled(next) {
      change(axis.name, { scale: next, ...reached(dimension, now, next) });
    }

    return {
      density,
      element: own,
      set(next) {
        now = next;
        complain(null, null);
        ["low", "high"].forEach((end, i) => (ends[i].value = boxed(next[end])));
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

function misplaced({ low, high, scale }) {
  if (!(low < high)) return { key: "search.wrong-order" };
  if (scale === "log" && !(low > 0)) return { key: "search.wrong-log" };
  return scale === "mirror" && !(high < 1) ? { key: "search.wrong-mirror" } : null;
}

const FLOOR = 1e-4; // of the high end, where a logarithmic scale begins that nobody has set

function reached(dimension, { low, high }, scale) {
  if (scale === "log" && low <= 0) return { low: dimension.low > 0 ? dimension.low : dimension.whole ? 1 : Number((high * FLOOR).toPrecision(3)) };
  return scale === "mirror" && high >= 1 ? { high: 0.999, low: Math.min(low, 0.9) } : {};
}
