/** The compass on the map: the needle that is turned, the way down, the ring and its lowest place, the way to the minimum. */
import { svg } from "../look.js";
import { followMap } from "../lens.js";
import { arrow } from "../shapes.js";
import { directionOf, unit } from "../traces/compass.js";
import { toPixels } from "../window.js";
import { createHandle } from "./handle.js";

const LONG = 76; // pixels of the needle
const SHORT = 58; // and of the way down

/** @param turn told the whole degrees to which the needle is dragged @returns {show(state), stop()} */
export function createNeedle(plot, turn) {
  const picture = svg("svg", { class: "marks compass", "aria-hidden": "true", "data-testid": "compass-rose" });
  plot.append(picture);
  let map = null;
  let state = null;

  function draw() {
    if (!map || !state) return;
    const { at, degrees, reach, down, lowest, minimum, sloped } = state;
    picture.toggleAttribute("hidden", !sloped);
    handle.hide(!sloped);
    if (!sloped) return picture.replaceChildren();
    const place = (degree, distance) => unit(degree).map((part, i) => at[i] + distance * part);
    const from = toPixels(map, at);
    /** A fixed number of pixels in a direction of the surface, whatever the scales of the axes. */
    const towards = (degree, pixels) => {
      const [dx, dy] = unit(degree).map((part, i) => part * [map.ax, map.ay][i]);
      const length = Math.hypot(dx, dy);
      return [from[0] + (pixels * dx) / length, from[1] + (pixels * dy) / length];
    };
    const tip = towards(degrees, LONG);
    const [px, py] = Number.isFinite(lowest) ? toPixels(map, place(lowest, reach)) : [NaN, NaN];
    const circle = { cx: from[0], cy: from[1], rx: reach * map.ax, ry: -reach * map.ay };
    picture.replaceChildren(
      ...(minimum ? [svg("path", { class: "goal", d: `M${from}L${toPixels(map, minimum)}` })] : []),
      svg("ellipse", { class: "casing", ...circle }),
      svg("ellipse", { class: "ring-line", ...circle }),
      ...(Number.isFinite(down) ? [arrow(from, towards(down, SHORT), { class: "down" })] : []),
      arrow(from, tip, { class: "turned" }, 1.4),
      ...(Number.isFinite(px) ? [svg("circle", { class: "lowest", cx: px, cy: py, r: 5.5 })] : []),
    );
    return handle.move(tip);
  }

  const handle = createHandle(plot, "needle", (px, py) => {
    if (!map) return;
    const [x, y] = toPixels(map, state.at);
    turn(Math.round(directionOf([(px - x) / map.ax, (py - y) / map.ay])) % 360);
  });

  const quit = followMap(plot, (next) => {
    map = next;
    draw();
  });
  return {
    /** @param next {at, degrees, reach, down, lowest, minimum}; NaN and null for what there is not; nothing is `sloped` where the loss has no slope */
    show(next) {
      state = next;
      draw();
    },
    stop() {
      quit();
      picture.remove();
      handle.stop();
    },
  };
}
