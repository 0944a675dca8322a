/** The inner vectors of the inspected update, drawn over the map by the shape each one declares. */
import { inspectedRun, updateAt } from "./inspect.js";
import { createLetters } from "./letters.js";
import { svg } from "./look.js";
import * as shapes from "./shapes.js";
import { ASKED, MODEL, MOVE, toneOf } from "./tones.js";
import { sketch } from "./traces/sketch.js";
import { movesOf, updateOf } from "./traces/update.js";

/** @param host the element to draw in @returns {move(map, frame, width, height), stop()} */
export function createVectors(host, store) {
  const picture = svg("svg", { class: "marks vectors", "data-testid": "vectors", "aria-hidden": "true" });
  const letters = createLetters();
  host.append(picture, letters.element);
  let plot = null; // {map, frame, width, height}
  let inspection = null;
  let moves = new Set();
  let skipped = false;

  function take() {
    const { inspection: next } = store.data;
    if (next?.vectors !== inspection?.vectors) letters.show(next?.vectors ?? []);
    if (next?.window && next.window !== inspection?.window) moves = movesOf(next.vectors, next.window);
    inspection = next;
    draw();
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
    const drawn = update && sketch(update, inspection.vectors, moves, plot.map, plot.width, plot.height);
    if (drawn || picture.firstChild) picture.replaceChildren(...(drawn ? parts(drawn) : []));
    letters.write(drawn, plot?.width, plot?.height);
    if (!drawn) return;
    shade();
    tell(drawn);
  }

  function parts({ x, next, unseen, items, dots, model }) {
    const looks = inspection.vectors.map(({ name, shape, latex }, i) => [name, { class: toneOf(i), "data-shape": shape, "data-vector": name, "data-term": latex }]);
    const look = new Map(looks);
    const draws = {
      arrow: ({ name, tip }) => shapes.arrow(x, tip, look.get(name)),
      point: ({ name, tip }) => shapes.point(x, tip, look.get(name)),
      axes: ({ name, axes }) => shapes.ellipse(x, axes, look.get(name)),
    };
    return [
      ...(model ? [shapes.contour(model, { class: "model", "data-vector": MODEL, "data-term": MODEL })] : []),
      ...(unseen ? [] : [shapes.arrow(x, next, { class: "move", "data-vector": "move", "data-term": MOVE }, 1.8)]),
      ...items.map((item) => draws[item.shape](item)),
      ...dots.map((dot) => shapes.dot(dot, { class: "asked", "data-vector": ASKED, "data-term": ASKED })),
    ];
  }

  /** Everything else steps back behind what is highlighted. */
  function shade() {
    const { lit = null } = store.view;
    const all = [...picture.children, ...letters.element.children];
    const meant = all.some(({ dataset }) => dataset.term === lit);
    for (const part of all) {
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
      // Every second frame is enough for what is read rather than watched.
      skipped = store.view.playing && !skipped;
      if (inspection && !skipped) draw();
    },
    stop: () => stops.forEach((quit) => quit()),
  };
}
