/** The plane of a recording: its losses as a contour picture, and the path of the training over it, read with the pointer or arrow keys. */
import { heightAt, lossOf } from "../arrays.js";
import { createPlate, line } from "../bench/plate.js";
import { make } from "../controls.js";
import { COLOURS, colours, headOf, svg } from "../look.js";
import { pretty } from "../numbers.js";
import { paint } from "../picture.js";
import { STRIDES } from "../strides.js";
import { levelLabels } from "../traces/level-labels.js";
import { levels } from "../traces/levels.js";
import { t } from "../words.js";
import { shownRange } from "./ground.js";

const DOTTED = 80; // points of a path that have a dot each
const WIDEST = 2.5; // times as wide as high, or as high as wide

/**
 * @param grid of `groundOf`, or null @param path {x, y, away} or null @param names of the two directions @param testid of all of it
 * @returns {element, draw(), stop()}
 */
export function createPlane({ name, slot }, grid, path, names, testid) {
  const plate = createPlate(testid, t("own.plane-of", { name }));
  const plot = plate.element.querySelector(".plot");
  const ground = make("canvas", { className: "own-ground" });
  const tip = make("p", { className: "own-tip", "data-fleeting": "", "aria-hidden": "true" });
  const told = make("p", { className: "for-ears", "aria-live": "polite", "data-testid": `${testid}-told` });
  plot.prepend(ground);
  const stage = make("div", { className: "study-plot own-plane", tabIndex: 0, role: "application", "aria-label": `${t("own.plane-of", { name })}. ${t("own.plane-keys")}`, "data-testid": `${testid}-stage` }, plate.element);
  const axis = (words, more = "") => make("p", { className: `study-axis${more}` }, words);
  const element = make("div", {}, make("div", { className: "own-flat" }, axis(names[1]), stage, axis(names[0], " study-across")), tip, told);
  const least = shownRange(grid, path);
  const [wide, high] = [least[1] - least[0], least[3] - least[2]];
  plate.element.style.setProperty("--ratio", Math.min(WIDEST, Math.max(1 / WIDEST, wide / high || 1)).toFixed(3));
  let held = null; // the point of the path that arrow keys have led to
  let places = null;

  const tone = `--tone:var(--run-${slot % COLOURS});--edge-tone:var(--edge-${slot % COLOURS},var(--edge))`;
  const spots = path ? path.x.map((x, i) => [x, path.y[i]]) : [];

  function draw() {
    plate.show({ from: least[0], to: least[1], ticks: "linear" }, { from: least[2], to: least[3], ticks: "linear" }, ({ x, y, width, height, range }) => {
      places = { x, y, width, height, range };
      Object.assign(ground.style, { width: `${width}px`, height: `${height}px` });
      ground.hidden = !grid;
      if (!grid) return trail();
      const bands = levels(grid);
      paint(ground, grid, range, bands, colours().bands, width, height);
      return [...levelLabels(grid, range, bands, width, height).map(({ x: left, y: top, label }) => svg("text", { class: "level", x: left, y: top }, label)), ...trail()];
    }, true);
    if (held === null) tell("");
  }

  function trail() {
    if (!spots.length) return [];
    const points = spots.map(([x, y]) => [places.x(x), places.y(y)]);
    const [first, last] = [points[0], points.at(-1)];
    const dots = points.length <= DOTTED ? points.map(([cx, cy]) => svg("circle", { class: "own-dot", cx, cy, r: 2.2, style: tone })) : [];
    const here = held === null ? [] : [svg("circle", { class: "own-held", cx: points[held][0], cy: points[held][1], r: 8 })];
    const head = svg("path", { class: "head-shape", d: headOf(slot), transform: `translate(${last[0]} ${last[1]})`, style: `fill:var(--run-${slot % COLOURS});stroke:var(--edge-${slot % COLOURS},var(--edge))` });
    return [styled(line(points, "own-case"), tone), styled(line(points, "own-path"), tone), ...dots, svg("circle", { class: "start-ring", cx: first[0], cy: first[1], r: 6 }), head, ...here];
  }

  const lossAt = (x, y) => (grid ? lossOf(grid, heightAt(grid, x, y)) : NaN);
  /** What is at a place, in words. */
  function at(x, y) {
    const loss = lossAt(x, y);
    return `(${pretty(x, 3)}, ${pretty(y, 3)})${Number.isFinite(loss) ? `: ${t("own.loss-here", { loss: pretty(loss, 3) })}` : ""}`;
  }

  function tell(words, aloud = false) {
    tip.textContent = words || resting();
    if (aloud) told.textContent = words;
  }
  /** What the greys and lines are worth; the theme says which end of its greys is low. */
  function resting() {
    const { low, high } = colours().bands;
    if (!grid) return t("own.no-ground");
    const [least, most] = [grid.low, grid.high].map((height) => pretty(lossOf(grid, height), 3));
    const { step } = levels(grid);
    const line = grid.scale === "log" ? t("own.line-times", { factor: pretty(10 ** step, 3) }) : t("own.line-plus", { step: pretty(step, 3) });
    return t(low[0] > high[0] ? "own.pale" : "own.dark", { least, most, line });
  }

  function pointWords(i) {
    const away = path.away?.[i];
    return `${t("own.point-of", { point: i, last: spots.length - 1 })} ${at(...spots[i])}${Number.isFinite(away) ? `, ${t("own.away-here", { away: pretty(away, 3) })}` : ""}`;
  }

  stage.addEventListener("pointermove", ({ clientX, clientY, pointerType }) => {
    if (!places || pointerType === "touch") return;
    const box = plot.getBoundingClientRect();
    const [x0, x1, y0, y1] = places.range;
    const [u, v] = [(clientX - box.left) / box.width, 1 - (clientY - box.top) / box.height];
    tell(u >= 0 && u <= 1 && v >= 0 && v <= 1 ? at(x0 + u * (x1 - x0), y0 + v * (y1 - y0)) : "");
  });
  stage.addEventListener("pointerleave", () => tell(held === null ? "" : pointWords(held)));
  stage.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !spots.length || !(key in STRIDES || (key === "Escape" && held !== null))) return;
    event.preventDefault();
    event.stopPropagation();
    const from = held ?? (STRIDES[key] === -Infinity ? 0 : -1);
    held = key === "Escape" ? null : Math.max(0, Math.min(spots.length - 1, from + STRIDES[key]));
    draw();
    tell(held === null ? "" : pointWords(held), true);
  });
  return { element, draw, stop: () => plate.stop() };
}

const styled = (element, style) => {
  element.setAttribute("style", style);
  return element;
};
