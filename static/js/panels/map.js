/** The drawing of a map: one or two planes, or curves over one number; what is pointed at is told in words. */
import { make } from "../controls.js";
import { createCursor } from "../maps/cursor.js";
import { createLines } from "../maps/lines.js";
import { createPlanes } from "../maps/planes.js";
import { createTold } from "../maps/told.js";

const BREATH = 50; // milliseconds between two pictures of a map that is coming in

export function mount(element, store) {
  const stage = make("div", { className: "map-stage" });
  const open = ({ run, cell }, newTab) => document.dispatchEvent(new CustomEvent("cell", { detail: { run, cell, newTab } }));
  const told = createTold(open);
  const legend = make("ul", { className: "map-legend", "data-testid": "map-legend" });
  element.classList.add("map-figure");
  element.replaceChildren(stage, legend, told.element, told.ears);

  const watcher = new ResizeObserver(stir);
  for (const part of [element, legend]) watcher.observe(part);

  let drawing = null;
  let kind = "";
  let due = 0;
  let drawn = 0; // when
  let looked = null; // the spot that is looked at
  let held = false; // whether a key or a finger led there

  const cursor = createCursor({
    look(spot, by) {
      [looked, held] = [spot, by];
      drawing?.look(spot);
      tell();
    },
    open,
  });

  /** Something has changed: drawn once a frame, and less often while cells are coming in, however many. */
  function stir() {
    due ||= requestAnimationFrame((now) => {
      due = 0;
      if (!store.data.map?.ended && now - drawn < BREATH) stir();
      else draw();
    });
  }

  function draw() {
    const { map, grid } = store.data;
    element.ariaBusy = String(Boolean(map && !map.ended));
    element.toggleAttribute("data-stale", !map?.about || map.stale);
    if (!map?.about) return;
    become(map.kind);
    const sameGround = grid?.of === JSON.stringify(store.spec.surface);
    const items = drawing.show(map, sameGround ? grid : null, room());
    if (map.done) legend.replaceChildren(...items); // until then that of the map before is the better guess
    tell();
    drawn = performance.now();
  }

  /** The pixels that legend and words leave to the drawing: the words have theirs before there are any, so that none moves it. */
  function room() {
    const gap = parseFloat(getComputedStyle(element).rowGap);
    return element.clientHeight - legend.offsetHeight - parseFloat(getComputedStyle(told.element).minHeight) - 2 * gap;
  }

  function become(next) {
    if (kind === next) return;
    drawing?.stop();
    legend.replaceChildren();
    kind = element.dataset.kind = next;
    drawing = (kind === "line" ? createLines : createPlanes)(cursor, stir);
    stage.replaceChildren(drawing.element);
  }

  function tell() {
    const { map } = store.data;
    told.tell(map, looked && map?.about ? drawing.spots(looked) : [], held);
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
    () => watcher.disconnect(),
    () => cancelAnimationFrame(due),
    told.stop,
  ];
  element.addEventListener("draw", draw); // for whoever cannot wait for the next frame
  draw();
  return () => stops.forEach((stop) => stop());
}
