/** The drawing of a map: one or two planes, or curves over one number; what is pointed at is told in words. */
import { make } from "../controls.js";
import { createCursor } from "../maps/cursor.js";
import { createLines } from "../maps/lines.js";
import { createPlanes } from "../maps/planes.js";
import { endWords, whereWords } from "../maps/words.js";
import { t } from "../words.js";

const HUSH = 250; // milliseconds a key must rest before what it led to is read out

export function mount(element, store) {
  const stage = make("div", { className: "map-stage" });
  const told = make("div", { className: "map-told", "data-fleeting": "", "data-testid": "map-told" });
  const legend = make("ul", { className: "map-legend", "data-testid": "map-legend" });
  const ears = make("p", { className: "for-ears", role: "status", "aria-live": "polite", "data-testid": "map-ears" });
  element.classList.add("map-figure");
  element.replaceChildren(stage, legend, told, ears);

  let drawing = null;
  let kind = "";
  let due = 0;
  let hushed = 0;

  const cursor = createCursor({
    look(spot, held) {
      drawing?.look(spot);
      tell(spot, held);
    },
    open: ({ run, cell }, newTab) => document.dispatchEvent(new CustomEvent("cell", { detail: { run, cell, newTab } })),
  });

  /** Something has changed: drawn once a frame, however much of it comes. */
  function stir() {
    due ||= requestAnimationFrame(() => {
      due = 0;
      draw();
    });
  }

  function draw() {
    const { map, grid } = store.data;
    element.ariaBusy = String(Boolean(map && !map.ended));
    element.toggleAttribute("data-stale", !map?.about);
    if (!map?.about) return;
    become(map.kind);
    const sameGround = grid?.of === JSON.stringify(store.spec.surface);
    legend.replaceChildren(...drawing.show(map, sameGround ? grid : null));
    tell(cursor.spot(), false);
  }

  function become(next) {
    if (kind === next) return;
    drawing?.stop();
    kind = element.dataset.kind = next;
    drawing = (kind === "line" ? createLines : createPlanes)(cursor, stir);
    stage.replaceChildren(drawing.element);
  }

  /** The words beneath: where it is, and for each run what came of it. @param held whether a key or a finger led there */
  function tell(spot, held) {
    const { map } = store.data;
    clearTimeout(hushed);
    if (!spot || !map?.about) {
      told.replaceChildren();
      return;
    }
    const spots = drawing.spots(spot);
    const ends = spots.map((one) => [map.runs[one.run].label, endWords(map, one)]);
    told.replaceChildren(make("p", {}, whereWords(map, spot)), ...ends.map(([name, words], i) => row(name, words, spots[i], held)));
    if (held) hushed = setTimeout(() => (ears.textContent = `${whereWords(map, spot)}. ${ends.map((parts) => parts.join(": ")).join(". ")}`), HUSH);
  }

  function row(name, words, spot, held) {
    const line = make("p", {}, make("b", {}, name), `: ${words}`);
    if (held) {
      const open = make("button", { type: "button", className: "quiet" }, t("map.open"));
      open.addEventListener("click", (event) => document.dispatchEvent(new CustomEvent("cell", { detail: { ...spot, newTab: event.ctrlKey || event.metaKey } })));
      line.append(" ", open);
    }
    return line;
  }

  let about = null;
  const stops = [
    store.on("data", (data, patch) => {
      if ("map" in patch && data.map?.about !== about) {
        about = data.map?.about;
        cursor.drop();
      }
      if ("map" in patch || "grid" in patch) stir();
    }),
    store.on("view", (_view, patch) => "theme" in patch && stir()),
    () => element.removeEventListener("draw", draw),
    () => drawing?.stop(),
    () => cancelAnimationFrame(due),
    () => clearTimeout(hushed),
  ];
  element.addEventListener("draw", draw); // for whoever cannot wait for the next frame
  draw();
  return () => stops.forEach((stop) => stop());
}
