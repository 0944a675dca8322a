/** Who worked on what, and when: a lane for each worker, a bar for each trial, or for the piece of it that it had. */
import { make } from "../controls.js";
import { barKey } from "./key.js";
import { drawAxes } from "../axes.js";
import { svg, typeSize } from "../look.js";
import { t } from "../words.js";
import { barOf, bridge } from "./bars.js";
import { endFor, timeTicks } from "./clock.js";
import { createLanes } from "./lanes.js";
import { pressing } from "./pointing.js";
import { piecesOf, stateWords } from "./state.js";
import { duration, lookOf } from "./words.js";

const ROW = 2.75; // ems of a lane
const BAR = 0.58; // of it is the bar
const AXIS = 1.7; // ems below the lanes

/** @param act {kill(name), choose(number), step(by)} @returns {element, show(seen), stop()} */
export function createTimeline({ kill, choose, step }) {
  const lanes = createLanes(kill);
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const marks = svg("svg", { "class": "marks", "aria-hidden": "true" });
  const plot = make("div", { className: "plot" }, marks);
  const stage = make("div", { "className": "timeline-stage", "tabIndex": 0, "role": "application", "aria-label": `${t("master.timeline")}. ${t("master.timeline-keys")}`, "data-testid": "timeline" }, axes, plot);
  const box = make("div", { className: "timeline" }, lanes.element, stage);
  const key = barKey();
  const none = make("p", { className: "note" });
  const element = make("figure", { className: "master-figure wide" }, make("div", { className: "timeline-head" }, make("h3", { className: "study-figure-title" }, t("master.timeline")), key.element), none, box);
  let shown = null;

  function draw() {
    const { clientWidth: width } = plot;
    if (!shown || !width) return;
    const { state, best, now, chosen, clock } = shown;
    const { em } = typeSize();
    const row = ROW * em;
    const rows = new Map(state.workers.map(({ name }, i) => [name, i]));
    const pieces = state.trials.flatMap((trial) => piecesOf(trial).filter(({ worker }) => rows.has(worker)).map((piece) => ({ trial, ...piece })));
    key.show(new Set(pieces.flatMap(({ trial, ended }) => [trial.state, ended])));
    const end = state.state === "running" ? endFor(clock.length) : Math.max(1, clock.length);
    const x = (time) => (clock.at(time) / end) * width;
    const top = (worker) => (rows.get(worker) + (1 - BAR) / 2) * row;
    const height = Math.max(1, rows.size) * row;
    stage.style.height = `${height + AXIS * em}px`;
    drawAxes(axes, { left: plot.offsetLeft, top: 0, width, height },
      { ticks: timeTicks(end, width / (5 * em), duration), place: (at) => (at / end) * width }, { ticks: [] }, { grid: true });
    const boxed = pieces.map((piece) => ({ ...piece, box: { left: x(piece.from), right: Math.max(x(piece.from) + 3, x(piece.to ?? now)), top: top(piece.worker), height: BAR * row } }));
    const bars = boxed.map(({ trial, box, ...piece }) => barOf(piece, box, {
      className: lookOf(trial, best) + (trial.number === chosen ? " chosen" : ""),
      sign: piece.to === null || trial.state === "pruned" ? null : trial.number === best ? "best" : trial.state,
      label: `${trial.number}`, em,
    }));
    marks.replaceChildren(
      ...Array.from({ length: rows.size - 1 }, (_, i) => svg("path", { class: "lane-rule", d: `M0 ${(i + 1) * row}H${width}` })),
      ...clock.pauses.map(({ at, seconds }) => pauseAt((at / end) * width, height, seconds)),
      ...bars, ...boxed.flatMap((one, i) => (one.again && boxed[i - 1].number === one.number ? bridge(boxed[i - 1].box, one.box, boxed[i - 1].ended) : [])));
  }

  pressing(stage, choose);
  stage.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    step(by);
  });
  const watcher = new ResizeObserver(draw);
  watcher.observe(plot);
  return {
    element,
    show(seen) {
      shown = seen;
      none.hidden = seen.state.workers.length > 0;
      none.textContent = seen.state.coming ? stateWords(seen.state) : t(seen.state.local.most ? "master.no-workers" : "master.none-yet-here");
      box.toggleAttribute("data-empty", !none.hidden);
      lanes.show(seen.state);
      draw();
    },
    stop: () => watcher.disconnect(),
  };
}

/** Where a pause was cut out of the time. */
function pauseAt(x, height, seconds) {
  const words = t("master.pause", { time: duration(seconds) });
  return svg("g", { class: "pause" }, svg("path", { d: `M${x} 0V${height}` }), svg("text", { x, y: height - 5 }, words));
}
