/** The inner vectors of the inspected update, drawn over the map by the shape each one declares. */
import { make } from "./controls.js";
import { formula } from "./formula.js";
import { inspectedRun, updateAt } from "./inspect.js";
import { svg } from "./look.js";
import { pretty } from "./numbers.js";
import * as shapes from "./shapes.js";
import { sketch } from "./traces/sketch.js";
import { movesOf, updateOf } from "./traces/update.js";

const TONES = 6;
const LETTER = { wide: 26, factor: 36, high: 18 }; // pixels that the letters at a tip take

const ASIDE = [0, 1, -1, 2, -2, 3, -3, 4, -4]; // rows by which letters may step aside

/** The colour of a declared vector, by its place in the list. */
export const toneOf = (index) => `tone-${index % TONES}`;
/** What no rule declares, but every step may have: the keys under which they are highlighted. */
export const MOVE = "x";
export const MODEL = "model";
export const ASKED = "asked";

/** @param host the element to draw in @returns {move(map, frame, width, height), stop()} */
export function createVectors(host, store) {
  const picture = svg("svg", { class: "marks vectors", "data-testid": "vectors", "aria-hidden": "true" });
  const letters = make("div", { className: "layer letters", "aria-hidden": "true" });
  host.append(picture, letters);
  let plot = null; // {map, frame, width, height}
  let inspection = null;
  let labels = new Map();
  let moves = new Set();

  function take() {
    const { inspection: next } = store.data;
    if (next?.vectors !== inspection?.vectors) {
      labels = new Map((next?.vectors ?? []).map((vector, i) => [vector.name, label(vector, toneOf(i))]));
      letters.replaceChildren(...[...labels.values()].map(({ element }) => element));
    }
    if (next?.window && next.window !== inspection?.window) moves = movesOf(next.vectors, next.window);
    inspection = next;
    draw();
  }

  function label({ symbol, latex }, tone) {
    const factor = make("span", { className: "factor" });
    return { factor, element: make("span", { className: `letter ${tone}`, hidden: true, "data-term": latex }, formula(symbol), factor) };
  }

  /** The update that is shown, if it is one of the path that is shown: while a new race comes in, it may not be. */
  function current() {
    const run = inspectedRun(store);
    const { race } = store.data;
    if (!plot || !race || !run || run.look.id !== inspection?.id) return null;
    const series = race.series[race.ids.indexOf(run.look.id)];
    const at = updateAt(plot.frame, inspection.updates);
    const update = updateOf(inspection.window, at);
    const near = (value, other) => Math.abs(value - other) <= 1e-5 * Math.max(1e-3, Math.abs(other));
    return update && at < series?.count && near(series.x[at], update.x[0]) && near(series.y[at], update.x[1]) ? update : null;
  }

  function draw() {
    const update = current();
    if (!update) {
      if (picture.firstChild) picture.replaceChildren();
      for (const { element } of labels.values()) element.hidden = true;
      return;
    }
    const { vectors } = inspection;
    const drawn = sketch(update, vectors, moves, plot.map, plot.width, plot.height);
    const { x, next, unseen, items, dots, model } = drawn;
    const at = new Map(vectors.map(({ name, shape, latex }, i) => [name, { class: toneOf(i), "data-shape": shape, "data-vector": name, "data-term": latex }]));
    const draws = {
      arrow: ({ name, tip }) => shapes.arrow(x, tip, at.get(name)),
      point: ({ name, tip }) => shapes.point(x, tip, at.get(name)),
      axes: ({ name, axes }) => shapes.ellipse(x, axes, at.get(name)),
    };
    picture.replaceChildren(
      ...(model ? [shapes.contour(model, { class: "model", "data-vector": MODEL, "data-term": MODEL })] : []),
      ...(unseen ? [] : [shapes.arrow(x, next, { class: "move", "data-vector": "move", "data-term": MOVE }, 1.8)]),
      ...items.map((item) => draws[item.shape](item)),
      ...dots.map((dot) => shapes.dot(dot, { class: "asked", "data-vector": ASKED, "data-term": ASKED })),
    );
    write(drawn);
    shade();
    tell(drawn);
  }

  /** Letters beyond the tips, where there is room; what is not to scale says its factor. */
  function write({ x, items }) {
    const taken = [[...x, LETTER.wide / 2]];
    for (const { element } of labels.values()) element.hidden = true;
    for (const { name, tip, axes, factor } of items) {
      const [px, py] = axes ? [x[0] + axes[0] + 16, x[1]] : beyond(x, tip, 18);
      if (!(px > -8 && py > -8 && px < plot.width + 8 && py < plot.height + 8)) continue;
      const scaled = factor && factor !== 1;
      const half = (LETTER.wide + (scaled ? LETTER.factor : 0)) / 2;
      const at = [within(px, half, plot.width), within(py, LETTER.high / 2, plot.height)];
      const free = (y) => taken.every(([ox, oy, other]) => Math.abs(ox - at[0]) >= half + other || Math.abs(oy - y) >= LETTER.high);
      const aside = ASIDE.find((rows) => free(at[1] + rows * LETTER.high));
      if (aside === undefined) continue;
      at[1] += aside * LETTER.high;
      taken.push([...at, half]);
      const { element, factor: times } = labels.get(name);
      times.textContent = scaled ? `×${pretty(factor, 1)}` : "";
      element.style.transform = `translate(${at[0]}px, ${at[1]}px) translate(-50%, -50%)`;
      element.hidden = false;
    }
  }

  /** Everything else steps back behind what is highlighted. */
  function shade() {
    const { lit = null } = store.view;
    const parts = [...picture.children, ...letters.children];
    const meant = parts.some(({ dataset }) => dataset.term === lit);
    for (const part of parts) {
      part.classList.toggle("dim", meant && part.dataset.term !== lit);
      part.classList.toggle("lit", meant && part.dataset.term === lit);
    }
  }

  /** What the legend says of the drawing. */
  function tell({ unseen, items, dots, model }) {
    const factors = Object.fromEntries(items.filter(({ factor = 1 }) => factor !== 1).map(({ name, factor }) => [name, factor]));
    const now = { unseen, factors, asked: dots.length > 0, model: Boolean(model) };
    if (JSON.stringify(now) !== JSON.stringify(store.view.drawn)) store.put("view", { drawn: now });
  }

  function light({ type, target }) {
    const term = type === "pointerover" ? (target.closest("[data-term]")?.dataset.term ?? null) : null;
    if (term !== store.view.lit) store.put("view", { lit: term });
  }
  picture.addEventListener("pointerover", light);
  picture.addEventListener("pointerleave", light);

  const stops = [
    store.on("data", (_data, patch) => ("inspection" in patch || "race" in patch) && take()),
    store.on("view", (_view, patch) => "lit" in patch && shade()),
  ];
  return {
    move(map, frame, width, height) {
      plot = { map, frame, width, height };
      if (inspection) draw();
    },
    stop: () => stops.forEach((quit) => quit()),
  };
}

const within = (at, margin, end) => Math.min(end - margin, Math.max(margin, at));

const beyond = ([x0, y0], [x1, y1], by) => {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  return [x1 + (by * (x1 - x0)) / length, y1 + (by * (y1 - y0)) / length];
};
