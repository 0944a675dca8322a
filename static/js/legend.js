/** The legend of an inspected step: each inner vector with the shape it is drawn in, its symbol, name and value. */
import { make } from "./controls.js";
import { formula } from "./formula.js";
import { svg } from "./look.js";
import { pretty } from "./numbers.js";
import { ASKED, MODEL, MOVE, toneOf } from "./tones.js";
import { sentence, t } from "./words.js";

/** What stands for a shape, in a box of 28 by 16. */
const GLYPHS = {
  arrow: ["M2 8H19", "M26 8 18 4V12Z"],
  point: ["M2 8H14", "M22 8A4 4 0 1 1 14 8A4 4 0 1 1 22 8Z"],
  axes: ["M2 8A12 5.5 0 1 0 26 8A12 5.5 0 1 0 2 8"],
  bar: [],
  model: ["M2 8A12 5.5 0 1 0 26 8A12 5.5 0 1 0 2 8", "M12 6l4 4m-4 0l4 -4"],
  asked: ["M7 8h.01M14 8h.01M21 8h.01"],
};

/** A value as a reader writes it: a number, or a pair in brackets. */
export const written = (value) => (Array.isArray(value) ? `(${value.map((part) => pretty(part ?? NaN)).join(", ")})` : pretty(value ?? NaN));

/** @param store where the highlighted symbol is kept @returns {element, show(vectors), tell(update, drawn)} */
export function createLegend(store) {
  const list = make("ul", { className: "legend", "aria-label": t("inspect.legend"), "data-testid": "legend" });
  const scaled = make("p", { className: "note" }, t("inspect.scaled"));
  const ellipse = make("p", { className: "note" }, t("inspect.axes"));
  const element = make("div", {}, list, scaled, ellipse);
  let held = null; // the symbol whose row is pressed
  let rows = [];

  function row(key, { shape, symbol, help, tone, term }, names) {
    const value = make("span", { className: "value" });
    const factor = make("span", { className: "factor" });
    const glyph = svg("svg", { class: `glyph ${tone}`, viewBox: "0 0 28 16", "aria-hidden": "true" }, ...GLYPHS[shape].map((d, i) => svg("path", { class: i ? "solid" : "line", d })));
    const name = make("span", { className: "name" }, shortest(help, names), factor);
    const button = make("button", { type: "button", className: "legend-row", "aria-pressed": "false", "data-term": term, title: sentence(help), "data-testid": "legend-row", "data-vector": key },
      glyph, make("span", { className: "symbol-box" }, symbol ? formula(symbol) : null), name, value);
    button.addEventListener("click", () => hold(held === term ? null : term));
    return { key, term, button, value, factor, element: make("li", {}, button) };
  }

  /** A pressed row stays highlighted, for those who point without a mouse, or have more to say about it. */
  function hold(term) {
    held = term;
    for (const one of rows) one.button.setAttribute("aria-pressed", String(one.term === held));
    light(held);
  }

  function light(term) {
    if (term !== store.view.lit) store.put("view", { lit: term });
  }

  /** Whatever carries a term lights it up while the pointer or the focus is on it. */
  function listen(area) {
    const on = ({ target }) => light(target.closest("[data-term]")?.dataset.term ?? held);
    area.addEventListener("mouseover", on);
    area.addEventListener("focusin", on);
    area.addEventListener("mouseleave", () => light(held));
    area.addEventListener("focusout", () => light(held));
  }
  listen(element);

  return {
    element,
    listen,
    /** The rows for these declared vectors, and for what every step may have; `move` is the symbol of the step itself. */
    show(vectors, move) {
      held = null;
      const names = new Set();
      rows = [
        row("move", { shape: "arrow", symbol: move, help: t("inspect.move"), tone: "move", term: MOVE }, names),
        ...vectors.map((vector, i) => row(vector.name, { ...vector, tone: toneOf(i), term: vector.latex }, names)),
        row(MODEL, { shape: "model", help: t("inspect.model"), tone: "model", term: MODEL }, names),
        row(ASKED, { shape: "asked", help: t("inspect.asked"), tone: "asked", term: ASKED }, names),
      ];
      ellipse.hidden = vectors.every(({ shape }) => shape !== "axes");
      scaled.hidden = vectors.every(({ shape }) => shape !== "arrow");
      list.replaceChildren(...rows.map((one) => one.element));
    },
    /** The values of an update, and what the map says of them. */
    tell(update, { factors = {}, unseen = false, model = false, asked = false } = {}) {
      for (const { key, value, factor, element: line } of rows) {
        if (key === MODEL || key === ASKED) line.hidden = !(key === MODEL ? model : asked);
        const known = key === "move" ? update?.move : update?.values[key];
        const text = known === undefined ? "" : written(known);
        if (value.textContent !== text) value.textContent = text;
        const times = factors[key] ? `×${pretty(factors[key], 1)}` : key === "move" && unseen ? t("inspect.unseen") : "";
        if (factor.textContent !== times) factor.textContent = times;
      }
    },
    /** Show which row is highlighted. */
    shade() {
      if (held && !store.view.lit) light(held);
      for (const { term, button } of rows) button.classList.toggle("lit", term === store.view.lit);
    },
  };
}

/** A help up to its first stop, which is a name; all of it where that is taken already. */
function shortest(help, names) {
  const name = help.split(/[:;,]|\. /)[0].trim();
  const free = !names.has(name);
  names.add(name);
  return sentence(free ? name : help);
}
