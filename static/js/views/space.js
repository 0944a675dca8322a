/** The view in space: the surface as a body, drawn by Plotly; every run's path over it, drawn by us as on the map. */
import { iconButton, make } from "../controls.js";
import { listenForGestures } from "../gestures.js";
import { listenForKeys } from "../keys.js";
import { colours, lineOf } from "../look.js";
import { tellMap } from "../lens.js";
import { clear, draw, turn } from "../plot.js";
import { t } from "../words.js";
import { createGlide } from "./glide.js";
import { USUAL, approached, steppedBack, turned } from "./orbit.js";
import { createOverlay } from "./overlay.js";
import { liveMatrix, restMatrix } from "./projection.js";
import { reliefOf } from "./relief.js";
import { bodyOf, cameraAt, heightOf, surfaceFigure } from "./surface.js";

const ARROW = 12; // pixels of a drag that one press of an arrow key is worth

/** @param more {meaning(grid) -> the key of the words for a height, usual(grid) -> eye where the link names none, click(px, py)} */
export function mount(element, store, { meaning = heightOf, usual = () => USUAL, click = () => {} } = {}) {
  const { script, sheet, more } = element.dataset;
  const backdrop = make("div", { className: "backdrop", "data-testid": "space-backdrop", "data-script": script, "data-sheet": sheet, "data-more": more });
  const overlay = createOverlay();
  const note = make("p", { className: "note on-its-way" }, t("figure.loading"));
  const height = make("p", { className: "note height" });
  const plot = make("div", { className: "plot" }, backdrop, ...overlay.elements, height, note);
  const tools = make("div", { className: "tools" },
    iconButton("plus", t("figure.zoom-in"), () => stood(approached(eye, 0.8), true)),
    iconButton("minus", t("figure.zoom-out"), () => stood(approached(eye, 1.25), true)),
    iconButton("whole", t("space.reset"), () => store.put("view", { camera: null }), { "data-testid": "camera-reset" }));
  element.replaceChildren(plot, tools);

  let size = { width: 0, height: 0 };
  let shown = null; // {grid, body, relief} of the surface that is on the screen
  let matrix = null; // how it is seen
  let eye = store.view.camera ?? USUAL;
  let raced = null; // the race that is on the screen
  let wanted = false; // there is something to draw that has not been drawn
  let drawing = false;
  let gone = false;

  const there = () => steppedBack(eye, size.width / size.height);

  /** Have Plotly draw the surface; what changes meanwhile is drawn once, afterwards. */
  async function ground() {
    wanted = true;
    if (drawing) return;
    drawing = true;
    while (wanted && !gone && store.data.grid && size.width && size.height) {
      wanted = false;
      const { grid } = store.data;
      if (!shown) eye = store.view.camera ?? usual(grid);
      const body = bodyOf(grid);
      try {
        await draw(backdrop, surfaceFigure(grid, body, there(), paint(), size));
      } catch (error) {
        if (error.message !== "plotly.js did not load") throw error;
        note.textContent = t("space.failed");
        break;
      }
      if (gone) {
        clear(backdrop); // it came after all was taken away
        break;
      }
      shown = { grid, body, relief: reliefOf(grid, body) };
      note.hidden = true;
      height.textContent = t(meaning(grid));
      glide.follow(true);
    }
    drawing = false;
  }

  function paint() {
    const read = getComputedStyle(document.documentElement);
    return { bands: colours().bands, rule: read.getPropertyValue("--rule") };
  }

  const glide = createGlide(
    () => shown && size.width && (liveMatrix(backdrop) ?? restMatrix(there(), shown.body, size.width / size.height)),
    (next, resting) => {
      matrix = next;
      run(resting);
    },
  );

  /** The paths of the race, once the ground beneath them is the ground they ran on. */
  function run(resting = true) {
    const { race } = store.data;
    if (!shown || !matrix || !size.width || (race && race.of !== shown.grid.of)) return;
    raced = race;
    const { grid, body, relief } = shown;
    const { box, sides } = body;
    const theme = colours();
    const curves = store.spec.runs.flatMap(({ look: { id, hidden, slot } }) => {
      const series = race?.series[race.ids.indexOf(id)];
      return series ? [{ series, xs: "x", ys: "y", hidden, slot, ...lineOf(slot, theme) }] : [];
    });
    const value = (part, i) => (box[i][0] + box[i][1]) / 2 + (part / sides[i]) * (box[i][1] - box[i][0]);
    const start = store.spec.start ?? grid.begin;
    const seen = overlay.show({ curves, frame: store.view.frame, body, titles: ["x", "y", t("space.axis")], over: boxOf(tools), relief, matrix, eye: there().map(value), minima: grid.minima, known: grid.landmarks ?? [], start }, resting);
    tellMap(plot, { ...seen, grid });
  }

  function stood(next, settled) {
    eye = next;
    if (!shown) return;
    turn(backdrop, cameraAt(there()));
    glide.follow();
    if (settled) keep();
  }
  const keep = () => store.put("view", { camera: eye });

  const stops = [
    listenForGestures(plot, {
      finger: true,
      click,
      pan: (dx, dy) => stood(turned(eye, dx, dy)),
      zoom: (factor) => stood(approached(eye, factor)),
      end: keep,
    }),
    listenForKeys(element, {
      nudge: (dx, dy, settled) => stood(turned(eye, -dx * ARROW, dy * ARROW), settled),
      pan: (dx, dy) => stood(turned(eye, dx * ARROW, -dy * ARROW), true),
      zoom: (factor) => stood(approached(eye, factor), true),
      whole: () => store.put("view", { camera: null }),
    }, () => shown),
    store.on("data", (data, patch) => {
      if (data.grid !== shown?.grid) ground();
      else if ("race" in patch && data.race !== raced) run();
    }),
    store.on("spec", () => run()),
    store.on("view", (view, patch) => {
      if ("theme" in patch) ground();
      if ("camera" in patch && view.camera !== eye) stood(view.camera ?? usual(store.data.grid ?? {}));
    }),
    store.on("frame", (frame) => size.width && overlay.advance(frame)),
    glide.stop,
    () => {
      gone = true;
      clear(backdrop);
    },
  ];

  const watcher = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = plot;
    if (width === size.width && height === size.height) return;
    size = { width, height };
    overlay.resize(width, height);
    if (!width || !height) return;
    if (!store.view.aspect) store.put("view", { aspect: width / height });
    ground();
  });
  watcher.observe(plot);

  return () => {
    watcher.disconnect();
    for (const stop of stops) stop();
  };
}

/** Where an element lies in the one it is placed in. */
function boxOf({ offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height }) {
  return { left, top, right: left + width, bottom: top + height };
}
