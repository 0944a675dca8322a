/** What stands on the ground: named levels, minima, landmarks and the start, which can be dragged. */
import { make } from "./controls.js";
import { svg } from "./look.js";
import { say, t } from "./words.js";

const WIDE = 5; // pixels from the middle of a diamond to its corners

/** Known places that are no minima, with their names, and ways through them. @param toPixels place -> [px, py] */
export function landmarks(known, toPixels) {
  const spots = ({ title, places }) => places.map(toPixels).flatMap(([x, y]) => [
    svg("path", { class: "landmark", d: `M${x - WIDE} ${y}L${x} ${y - WIDE}L${x + WIDE} ${y}L${x} ${y + WIDE}Z` }),
    svg("text", { class: "level landmark-name", x, y: y + 3.5 * WIDE }, say(title)),
  ]);
  const way = ({ title, places }) => svg("path", { class: "landmark-way", d: `M${places.map((place) => toPixels(place).map((at) => at.toFixed(1)).join(" ")).join("L")}` }, svg("title", {}, say(title)));
  return [...known.filter(({ way: joined }) => joined).map(way), ...known.filter(({ way: joined }) => !joined).flatMap(spots)];
}

/** @param layer an element over the plot @param on {drag(x, y, settled)} in pixels of the plot */
export function createMarks(layer, on) {
  const picture = svg("svg", { class: "marks", "aria-hidden": "true" });
  const handle = make("div", { className: "start-handle", "data-own-pointer": "", "data-part": "start", "data-testid": "start-handle", hidden: true, title: t("figure.start") });
  layer.append(picture, handle);

  const listening = new AbortController();
  const { signal } = listening;
  let held = false;

  function told(event, settled) {
    const box = layer.getBoundingClientRect();
    on.drag(event.clientX - box.left, event.clientY - box.top, settled);
  }
  handle.addEventListener("pointerdown", (event) => {
    held = event.button === 0;
    if (held) handle.setPointerCapture(event.pointerId);
  }, { signal });
  handle.addEventListener("pointermove", (event) => held && told(event, false), { signal });
  handle.addEventListener("pointerup", (event) => {
    if (held) told(event, true);
    held = false;
  }, { signal });

  return {
    /** @param labels [{x, y, label}] @param minima, start: pixels @param known as of `landmarks` */
    show(labels, minima, start, known) {
      picture.replaceChildren(
        ...known,
        ...labels.map(({ x, y, label }) => svg("text", { class: "level", x, y }, label)),
        ...minima.map(([x, y]) => svg("path", { class: "minimum", d: `M${x - 6} ${y}H${x + 6}M${x} ${y - 6}V${y + 6}` })),
      );
      handle.hidden = !start;
      if (start) handle.style.transform = `translate(${start[0]}px, ${start[1]}px)`;
    },
    /** Whether the start is there to be moved: a link can take it away. */
    free: () => getComputedStyle(handle).display !== "none",
    stop: () => listening.abort(),
  };
}
