/** Two strokes through the place that is looked at: along the directions in which the surface bends most and least. */
import { stands } from "./here.js";
import { svg } from "./look.js";

const REACH = 26; // pixels from the place to the end of the longer stroke
const LEAST = 5; // and of the shorter one

/**
 * Both strokes in pixels, as (dx, dy): as long to each other as the axes of the contour of the quadratic model,
 * 1 / sqrt |eigenvalue|. Null where nothing bends.
 */
function strokes({ eigenvalues, eigenvectors }, { ax, ay }) {
  const sizes = eigenvalues.map(Math.abs);
  const most = Math.max(...sizes);
  if (!(most > 0)) return null;
  const axes = eigenvectors.map(([x, y], i) => [ax * x, ay * y].map((part) => part / Math.sqrt(Math.max(sizes[i], most * 1e-6))));
  const longest = Math.max(...axes.map((axis) => Math.hypot(...axis)));
  return axes.map((axis) => {
    const length = Math.hypot(...axis);
    return axis.map((part) => (part / length) * Math.max(LEAST, (REACH * length) / longest));
  });
}

/** @param host the element to draw in @param figure which shows the start's too while a keyboard is on it */
export function createCross(host, figure, store) {
  const picture = svg("svg", { class: "marks bend", "data-testid": "cross", "aria-hidden": "true" });
  host.append(picture);
  let map = null;

  function draw() {
    const { here } = store.data;
    const seen = map && !store.view.playing && stands(store) && (here.cursor || figure.matches(":focus-visible"));
    const both = seen && strokes(here, map);
    if (both || picture.firstChild) picture.replaceChildren(...(both ? lines(here, both) : []));
  }

  function lines({ at: [x, y], eigenvalues }, both) {
    const [px, py] = [map.ax * x + map.bx, map.ay * y + map.by];
    const ends = ([dx, dy]) => ({ x1: px - dx, y1: py - dy, x2: px + dx, y2: py + dy });
    return ["casing", "line"].flatMap((layer) => both.map((axis, i) => svg("line", { ...ends(axis), class: eigenvalues[i] < 0 ? `${layer} down` : layer })));
  }

  figure.addEventListener("focus", draw);
  figure.addEventListener("blur", draw);
  const stops = [
    store.on("spec", draw),
    store.on("data", (_data, patch) => ("here" in patch || "grid" in patch) && draw()),
    store.on("view", (_view, patch) => ["cursor", "playing", "show"].some((key) => key in patch) && draw()),
    () => figure.removeEventListener("focus", draw),
    () => figure.removeEventListener("blur", draw),
  ];
  return {
    move(now) {
      if (now === map) return;
      map = now;
      draw();
    },
    stop: () => stops.forEach((quit) => quit()),
  };
}
