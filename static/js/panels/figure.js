/** The figure: the surface from above, every run's path on it, the start to be set. */
import { drawAxes } from "../axes.js";
import { Clouded } from "../cloud.js";
import { iconButton, make } from "../controls.js";
import { createCross } from "../cross.js";
import { listenForGestures } from "../gestures.js";
import { createHeads } from "../heads.js";
import { createHole } from "../hole.js";
import { listenForKeys } from "../keys.js";
import { tellMap } from "../lens.js";
import { colours, svg, typeSize } from "../look.js";
import { createMarks, landmarks } from "../marks.js";
import { pathsOf } from "../paths.js";
import { createPicker } from "../picker.js";
import { createPicture } from "../picture.js";
import { createReadout } from "../readout.js";
import { levelLabels } from "../traces/level-labels.js";
import { levels } from "../traces/levels.js";
import { linearTicks } from "../traces/ticks.js";
import { createVectors } from "../vectors.js";
import { fitted, mapOf, panned, rounded, toPixels, toPlace, transformBetween, zoomed } from "../window.js";
import { t } from "../words.js";

const CALM = 150; // milliseconds a new size must last before the ground is fitted to it

export function mount(element, store) {
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const canvas = make("canvas", { className: "picture", "data-testid": "picture" });
  const backdrop = make("div", { className: "backdrop", "data-testid": "backdrop", "data-script": element.dataset.script, "data-sheet": element.dataset.sheet });
  const paths = make("canvas", { className: "trails", "data-testid": "trails" });
  const hole = createHole();
  const scene = make("div", { className: "scene" }, canvas, backdrop, hole.element, paths);
  const standing = make("div", { className: "layer" });
  const inner = make("div", { className: "layer" });
  const moving = make("canvas", { className: "layer heads", "data-testid": "heads" });
  const plot = make("div", { className: "plot", "data-testid": "plot" }, scene, standing, moving, inner);
  const tools = make("div", { className: "tools", "data-part": "tools" },
    iconButton("plus", t("figure.zoom-in"), () => zoomBy(0.7), { "data-testid": "zoom-in" }),
    iconButton("minus", t("figure.zoom-out"), () => zoomBy(1 / 0.7), { "data-testid": "zoom-out" }),
    iconButton("whole", t("figure.whole"), () => store.put("view", { range: null }), { "data-testid": "zoom-reset" }));
  element.replaceChildren(plot, axes, tools);

  const picture = createPicture(canvas, backdrop, hole);
  const trails = new Clouded(paths);
  const heads = createHeads(moving);
  const vectors = createVectors(inner, store);
  const cross = createCross(inner, element, store);
  let theme = colours();
  let size = { width: 0, height: 0 };
  let grid = null; // the grid that is on the screen
  let live = null; // the range that is on the screen, which a gesture moves
  let scale = null; // its levels
  let spots = []; // its named levels
  let map = null;
  let raced = null; // the race that is on the screen; its new points come by themselves, with the frames

  const home = () => store.view.range ?? fitted(grid.domain, size.width / size.height);
  const ready = () => grid && size.width > 0;
  const started = () => store.spec.start ?? grid.begin;

  function ground() {
    grid = store.data.grid;
    if (!ready()) return;
    live = home();
    map = mapOf(live, size.width, size.height);
    scale = levels(grid);
    spots = levelLabels(grid, live, scale, size.width, size.height);
    scene.style.transform = "";
    picture.show(grid, live, scale, theme.bands, size.width, size.height);
    stand();
    run();
  }

  /** What moves with the window but is not a picture. */
  function stand() {
    const { width, height } = size;
    tellMap(plot, map);
    const inside = ([x, y]) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
    marks.show(spots, grid.minima.map((place) => toPixels(map, place)).filter(inside), toPixels(map, started()), landmarks(grid.landmarks ?? [], (place) => toPixels(map, place)));
    const box = { left: plot.offsetLeft, top: plot.offsetTop, width, height };
    const { em } = typeSize();
    drawAxes(axes, box,
      { ticks: linearTicks(live[0], live[1], width / (5.6 * em)), place: (at) => map.ax * at + map.bx, title: "x" },
      { ticks: linearTicks(live[2], live[3], height / (3.7 * em)), place: (at) => map.ay * at + map.by, title: "y" });
  }

  /** The paths of the race, once the ground beneath them is the ground they ran on. */
  function run() {
    const { race } = store.data;
    if (!ready() || (race && race.of !== grid.of)) return;
    raced = race;
    const curves = pathsOf(store, theme);
    trails.show(curves, map, store.view.frame, 0.16 * typeSize().line);
    heads.show(curves);
    walkers(store.view.frame);
  }

  /** What stands on the runs: their heads, and what goes on inside the one that is inspected. */
  function walkers(frame) {
    heads.move(map, frame, size.width, size.height);
    vectors.move(map, frame, size.width, size.height);
    cross.move(map);
  }

  /** A gesture moves the pictures that are there; new ones are made when it ends. */
  function move(range) {
    live = range;
    map = mapOf(live, size.width, size.height);
    scene.style.transform = transformBetween(home(), live, size.width, size.height);
    spots = [];
    stand();
    walkers(store.view.frame);
  }

  function zoomBy(factor, x = size.width / 2, y = size.height / 2) {
    if (!ready()) return;
    store.put("view", { range: zoomed(live, factor, toPlace(map, x, y), grid.domain) });
  }

  function start(place, settled, view) {
    if (!marks.free()) return;
    if (view) store.put("view", view);
    store.put("spec", { start: rounded(place, live) }, { settled });
  }

  function click(x, y) {
    const slot = picker.slotAt(x, y);
    if (slot === undefined) start(toPlace(map, x, y), true, { rerun: !still.matches });
    else store.put("view", { inspected: slot, beckon: true });
  }

  const picker = createPicker(plot, () => ready() && { curves: trails.curves, map, frame: trails.frame });
  const marks = createMarks(standing, { drag: (x, y, settled) => ready() && start(toPlace(map, x, y), settled) });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const stops = [
    listenForGestures(plot, {
      click: (x, y) => ready() && click(x, y),
      pan: (dx, dy) => ready() && move(panned(live, dx, dy, size.width, size.height)),
      zoom: (factor, x, y) => ready() && move(zoomed(live, factor, toPlace(map, x, y), grid.domain)),
      end: () => ready() && store.put("view", { range: live }),
    }),
    listenForKeys(element, {
      nudge: (dx, dy, settled) => {
        const [x, y] = started();
        start([x + (dx * (live[1] - live[0])) / 60, y + (dy * (live[3] - live[2])) / 60], settled, { cursor: null });
      },
      pan: (dx, dy) => store.put("view", { range: panned(live, dx * 40, -dy * 40, size.width, size.height) }),
      zoom: zoomBy,
      whole: () => store.put("view", { range: null }),
    }, ready),
    store.on("data", (data, patch) => {
      if (data.grid !== grid) ground();
      else if ("race" in patch && data.race !== raced) run();
    }),
    store.on("spec", () => ready() && (stand(), run())),
    store.on("view", (view, patch) => {
      if ("theme" in patch) theme = colours();
      if ("theme" in patch || "range" in patch) ground();
      else if ("inspected" in patch) run();
    }),
    store.on("frame", (frame) => {
      if (!ready()) return;
      trails.advance(frame);
      walkers(frame);
    }),
    createReadout(plot, (px, py) => ready() && { grid, place: rounded(toPlace(map, px, py), live) }, (cursor) => store.put("view", { cursor })),
    ...[marks, vectors, cross, picker, picture].map(({ stop }) => stop),
  ];

  let resized = 0;
  const watcher = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = plot;
    const unseen = width === 0 || height === 0; // as while a handout is printed
    if (unseen || (width === size.width && height === size.height)) return;
    size = { width, height };
    trails.resize(width, height);
    heads.resize(width, height);
    ground();
    const tell = () => width && height && store.put("view", { aspect: width / height }); // it may be hidden
    clearTimeout(resized);
    if (store.view.aspect) resized = setTimeout(tell, CALM);
    else tell();
  });
  watcher.observe(plot);

  return () => [() => watcher.disconnect(), ...stops].forEach((stop) => stop());
}
