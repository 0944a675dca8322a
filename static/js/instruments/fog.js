/** The map in fog, but for a soft disc about each walker: who walks feels only what is near. */
import { button, dial, head } from "../bench/dial.js";
import { make } from "../controls.js";
import { followMap } from "../lens.js";
import { fitted, mapOf, toPixels } from "../window.js";
import { t } from "../words.js";

const FINE = 0.5; // pixels of the canvas for one of the page: fog has no fine lines
const CLEAR = 0.55; // the share of a disc in which nothing is veiled
const USUAL = 15; // percent of the map's shorter side

/** Whether the race is seen to its end. */
const over = ({ view }) => !view.playing && view.frame === Infinity;

export function mount(place, store, { plot }) {
  const fog = make("canvas", { className: "layer fog", "data-testid": "fog", "aria-hidden": "true" });
  const pen = fog.getContext("2d");
  let map = null;
  let zoom = 1; // how much larger things are than where the whole surface is seen
  let radius = USUAL;
  let wish = null; // true to have it lifted, false to have it back; null leaves it to the race
  let ended = over(store);
  let drawn = ""; // what the fog on the screen was drawn for
  let colour = "";

  /** Where someone stands: every run at the step shown, and before there are any their start. */
  function spots(frame) {
    const { race, grid } = store.data;
    const hidden = new Set(store.spec.runs.filter(({ look }) => look.hidden).map(({ look }) => look.id));
    const walking = (race?.series ?? []).filter(({ count }, i) => count && !hidden.has(race.ids[i]));
    const places = walking.map((series) => [series.x[series.last(frame)], series.y[series.last(frame)]]);
    return (places.length || !grid ? places : [store.spec.start ?? grid.begin]).map((at) => toPixels(map, at));
  }

  function draw(frame) {
    if (!map) return;
    const { width, height } = fog;
    const near = spots(frame).filter((at) => at.every(Number.isFinite));
    const reach = (radius / 100) * Math.min(width, height) * zoom;
    const now = [width, height, reach, colour, ...near].join(" ");
    if (now === drawn) return;
    drawn = now;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.globalCompositeOperation = "copy";
    pen.fillStyle = colour;
    pen.fillRect(0, 0, width, height);
    pen.globalCompositeOperation = "destination-out";
    const disc = pen.createRadialGradient(0, 0, CLEAR * reach, 0, 0, reach);
    disc.addColorStop(0, "rgb(0 0 0)");
    disc.addColorStop(1, "rgb(0 0 0 / 0)");
    pen.fillStyle = disc;
    for (const [x, y] of near) {
      pen.setTransform(1, 0, 0, 1, FINE * x, FINE * y);
      pen.fillRect(-reach, -reach, 2 * reach, 2 * reach);
    }
  }

  /** The window has moved, or is another. */
  function follow(next) {
    map = next;
    const [width, height] = [plot.clientWidth, plot.clientHeight];
    const size = [FINE * width, FINE * height].map((side) => Math.max(1, Math.round(side)));
    if (fog.width !== size[0] || fog.height !== size[1]) [fog.width, fog.height] = size;
    const whole = mapOf(fitted(store.data.grid.domain, width / height), width, height);
    zoom = Math.min(map.ax / whole.ax, map.ay / whole.ay);
    draw(store.view.frame);
  }

  /** Lifted by hand, or by the end of the race; at the next start or end the race decides again. */
  function settle() {
    if (ended !== over(store)) wish = null;
    ended = over(store);
    const lifted = wish ?? ended;
    plot.classList.toggle("fogged", !lifted);
    lift.textContent = t(lifted ? "fog.back" : "fog.lift");
  }

  function paint() {
    colour = getComputedStyle(fog).color;
    draw(store.view.frame);
  }

  const lift = button("", "fog-lift", () => {
    wish = plot.classList.contains("fogged");
    settle();
  });
  const far = dial("fog-radius", t("fog.radius"), { low: 3, high: 60, log: true }, radius, (value) => {
    radius = value;
    draw(store.view.frame);
  });
  place.replaceChildren(...head(t("fog.title"), t("fog.lead")), far, lift);
  plot.append(fog);
  paint();
  settle();
  const stops = [
    followMap(plot, follow),
    store.on("frame", draw),
    store.on("data", () => draw(store.view.frame)),
    store.on("spec", () => draw(store.view.frame)),
    store.on("view", (_view, patch) => {
      if ("theme" in patch) paint();
      settle();
    }),
  ];
  return () => {
    stops.forEach((stop) => stop());
    plot.classList.remove("fogged");
    fog.remove();
  };
}
