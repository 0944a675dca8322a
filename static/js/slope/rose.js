/** What stands on the tangent plane: its steepest way up and down, the needle on the tilted ring, what it rises on its way. */
import { byAngle } from "../bench/compass-rows.js";
import { createHandle } from "../bench/handle.js";
import { make } from "../controls.js";
import { followMap } from "../lens.js";
import { svg } from "../look.js";
import { pretty } from "../numbers.js";
import { arrow } from "../shapes.js";
import { directionOf, dot, unit } from "../traces/compass.js";
import { t } from "../words.js";
import { tipOf } from "./near.js";
import { planeOf } from "./plane.js";
import { placeAt } from "./standing.js";

const GAP = 13; // pixels from the end of a way to its words
const CLEAR = 48; // pixels between the tip of the needle, which has a number, and another that has a name
const RING = Array.from({ length: 73 }, (_, i) => 5 * i);
const join = (pixels) => pixels.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

/** @param plot of the view in space @param turn told the whole degrees to which the needle is dragged @returns {show(state), placeAt(px, py), stop()} */
export function createRose(plot, turn) {
  const picture = svg("svg", { class: "marks compass rose", "aria-hidden": "true", "data-testid": "rose" });
  const says = make("p", { className: "rose-says", ariaHidden: "true" });
  plot.append(picture, says);
  let scene = null;
  let state = null;
  let pane = null;

  const handle = createHandle(plot, "needle-in-space", (px, py) => {
    const here = scene?.grid.here;
    if (!here) return;
    const away = (degrees) => distance(scene.pixels(tipOf(here, degrees, state.reach)), [px, py]);
    turn(Array.from({ length: 360 }, (_, degrees) => degrees).reduce((best, degrees) => (away(degrees) < away(best) ? degrees : best)));
  });

  function draw() {
    const here = scene?.grid.here;
    picture.toggleAttribute("hidden", !here);
    handle.hide(!here);
    says.textContent = here && state ? `g · d = ${byAngle(here.grad, state.degrees)}` : "";
    if (!here || !state) return;
    const { degrees, reach } = state;
    const { pixels, hides } = scene;
    const place = (way) => tipOf(here, way, reach);
    const faint = (spot) => (hides(spot) ? " behind" : "");
    const from = pixels([...here.at, 0]);
    const up = directionOf(here.grad);
    const tip = place(degrees);
    const foot = [tip[0], tip[1], 0];
    const [end, beneath] = [pixels(tip), pixels(foot)];
    const ground = scene.on(tip[0], tip[1]);
    const seen = ground[2] <= scene.box[2][1] && ground[2] >= scene.box[2][0];
    const rise = reach * dot(here.grad, unit(degrees));
    const arrows = Number.isFinite(up) ? [
      arrow(from, pixels(place(up + 180)), { class: `down${faint(place(up + 180))}` }),
      arrow(from, pixels(place(up)), { class: `up${faint(place(up))}` }, 1.2),
    ] : [];
    pane = planeOf(here, reach, scene, pane);
    picture.replaceChildren(
      ...Object.entries(pane).map(([name, d]) => svg("path", { class: `pane ${name}`, d })),
      ...pieces(RING.map(place), pixels, hides),
      svg("path", { class: "triangle", d: `${join([from, beneath, end])}Z` }),
      svg("path", { class: "run", d: join([from, beneath]) }),
      svg("path", { class: "rise", d: join([beneath, end]) }),
      ...(seen ? [svg("path", { class: "gap", d: join([end, pixels(ground)]) })] : []),
      ...arrows,
      arrow(from, end, { class: "turned" }, 1.4),
      ...(seen ? [svg("circle", { class: "ground", cx: pixels(ground)[0], cy: pixels(ground)[1], r: 4 })] : []),
      beyond(middle(from, end), middle(beneath, end), signed(rise), "rise-word"),
      ...[["up", up], ["down", up + 180]].flatMap(([name, way]) => {
        const there = pixels(place(way));
        return distance(there, end) > CLEAR ? [beyond(from, there, t(`slope.${name}`), "tip-word")] : [];
      }),
    );
    handle.move(end);
  }

  const quit = followMap(plot, (next) => {
    scene = next;
    draw();
  });
  return {
    /** The place on the ground that is seen at a pixel; null where there is none. */
    placeAt: (px, py) => scene && placeAt(scene, [px, py]),
    /** @param next {degrees, reach} */
    show(next) {
      state = next;
      draw();
    },
    stop() {
      quit();
      picture.remove();
      says.remove();
      handle.stop();
    },
  };
}

/** A line in space, fainter where the ground stands before it. */
function pieces(places, pixels, hides) {
  const lines = { seen: "", behind: "" };
  places.slice(1).forEach((place, i) => (lines[hides(place) ? "behind" : "seen"] += join([places[i], place].map(pixels))));
  return Object.entries(lines).map(([name, d]) => svg("path", { class: `tilted ${name}`, d }));
}

/** Words that stand on past the end of a way. */
function beyond([ax, ay], [bx, by], text, name) {
  const length = distance([ax, ay], [bx, by]) || 1;
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const anchor = ux > 0.4 ? "start" : ux < -0.4 ? "end" : "middle";
  return svg("text", { "class": name, "x": bx + GAP * ux, "y": by + GAP * uy, "text-anchor": anchor, "dominant-baseline": "central" }, text);
}
export const signed = (value) => (value > 0 ? "+" : "") + pretty(Math.abs(value) < 1e-12 ? 0 : value);
