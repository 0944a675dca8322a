/** Losses or accuracies of all runs, epoch by epoch: solid what they learn from, dashed what judges them. The chart turns the player. */
import { createPlate, line } from "../bench/plate.js";
import { make } from "../controls.js";
import { svg, swatch, typeSize } from "../look.js";
import { segments } from "../segments.js";
import { ticksOf } from "../traces/scale.js";
import { t } from "../words.js";
import { curveKey, head, lost, lowest, tone, wholeTicks } from "./curve-marks.js";
import { MEASURES, shareOf, spanOf } from "./measures.js";
import { at, brokenAt, course, known } from "./moment.js";
import { lossWords, percent, runWords } from "./told.js";
import { turned } from "./turned.js";

const PARTS = ["train", "validation"];
const ROOM = 0.02; // of the epochs

/** @param go (epoch): show it @returns {element, show(training, runs), follow(epoch, speak), stop()} */
export function createCurves(go) {
  const plate = createPlate("training-curves", t("drawn.curves"));
  const plot = plate.element.querySelector(".plot");
  const state = { measure: MEASURES[0], scale: "log" };
  const turn = (name) => (value) => {
    state[name] = value;
    draw();
  };
  const measures = segments("curve-measure", MEASURES.map((one) => [one, t(`drawn.${one}`)]), t("drawn.measure"), turn("measure"));
  const scales = segments("curve-scale", ["log", "linear"].map((one) => [one, t(`drawn.${one}`)]), t("drawn.scale"), turn("scale"));
  const tip = make("div", { "className": "study-tip", "aria-hidden": "true", "data-fleeting": "", "hidden": true });
  const stage = make("div", { className: "study-plot net-curves", tabIndex: 0, role: "slider", "aria-label": t("drawn.curves-slider"), "aria-valuemin": "0", "data-testid": "training-curves-stage" }, plate.element, tip);
  const key = make("ul", { className: "study-legend" });
  const axis = make("p", { className: "study-axis" });
  const element = make("figure", { className: "study-figure", "data-testid": "training-curves-figure" },
    make("div", { className: "net-figure-head" }, make("h3", { className: "study-figure-title" }, t("drawn.curves")), make("div", { className: "net-switches", "data-fleeting": "" }, measures.element, scales.element)),
    axis, stage, make("p", { className: "study-axis study-across" }, t("drawn.epoch")), key);
  const moving = svg("g");
  let shown = null; // {training, runs}
  let span = null;
  let place = null; // {x, y} in pixels
  let now = 0;
  let pointed = null;

  const value = (told, part) => told?.[state.measure][part];
  const seen = () => shown.runs.filter(({ hidden }) => !hidden);

  function draw() {
    if (!shown) return;
    const { training } = shown;
    measures.set(state.measure, true);
    scales.set(state.scale, true);
    scales.element.hidden = state.measure !== MEASURES[0];
    axis.textContent = t(`drawn.${state.measure}`) + (state.measure === MEASURES[0] ? "" : ", %");
    span = spanOf(training, seen(), state);
    const { epochs } = training.start;
    const { from, to } = reach(epochs);
    const across = { from, to, ticks: (count) => wholeTicks(epochs, count) };
    const up = { from: 0, to: 1, ticks: (count) => (span ? ticksOf(span, count).map(({ share, label }) => ({ at: share, label })) : []) };
    plate.show(across, up, ({ x, height }) => {
      const y = (one) => (span && known(one) ? height * (1 - Math.max(-0.1, Math.min(1.1, shareOf(span, one)))) : NaN);
      place = { x, y, height, em: typeSize().em };
      mark();
      return [...seen().flatMap((run) => PARTS.toReversed().map((part) => curve(run, part))), ...seen().flatMap(signs), moving];
    });
    key.replaceChildren(...curveKey(seen(), seen().some(({ index }) => brokenAt(training, index) !== null), Boolean(training.done)));
  }

  function curve({ index, slot, looked }, part) {
    const points = course(shown.training.epochs[index], (told) => value(told, part)).map(([epoch, one]) => [place.x(epoch), place.y(one)]);
    const drawn = line(points, `study-line${looked ? "" : " faint"}`);
    drawn.setAttribute("style", `${tone(slot)};stroke-dasharray:${part === PARTS[0] ? "none" : "5 4"}`);
    return drawn;
  }

  /** Where a run broke off, and where its loss on what judges was lowest. */
  function signs(run) {
    const { index } = run;
    const { training } = shown;
    const told = training.epochs[index]?.filter(Boolean) ?? [];
    const broken = brokenAt(training, index);
    const placed = (one, part) => (one ? [place.x(one.epoch), place.y(value(one, part)), place.em] : [NaN, NaN, 0]);
    if (broken !== null) return lost(placed(told.findLast((one) => one.epoch <= broken && known(value(one, PARTS[0]))), PARTS[0]), run);
    return training.done ? lowest(placed(at(training.epochs[index], training.done.runs[index].best), PARTS[1]), run) : [];
  }

  /** Where the player, or the pointer, stands. */
  function mark() {
    if (!place || !shown) return;
    const { training } = shown;
    const epoch = pointed ?? now;
    const px = place.x(epoch);
    moving.replaceChildren(
      svg("path", { class: "study-cursor", d: `M${px} 0V${place.height}` }),
      ...seen().flatMap((run) => PARTS.flatMap((part) => {
        const told = at(training.epochs[run.index], epoch);
        return run.looked && told?.epoch === epoch ? head([px, place.y(value(told, part)), place.em], run, part) : [];
      })));
  }

  function tell() {
    tip.hidden = pointed === null || !shown;
    if (tip.hidden) return;
    const { training } = shown;
    const words = state.measure === MEASURES[0] ? lossWords : percent;
    tip.classList.toggle("left", pointed > training.start.epochs / 2);
    tip.replaceChildren(make("p", {}, t("drawn.at-epoch", { epoch: pointed })), ...seen().map(({ index, slot, name }) => {
      const told = at(training.epochs[index], pointed);
      return make("p", {}, swatch(slot), name, make("b", {}, `${words(value(told, PARTS[0]))} / ${words(value(told, PARTS[1]))}`));
    }));
  }

  function under({ clientX }) {
    const { left, width } = plot.getBoundingClientRect();
    const { epochs } = shown.training.start;
    const { from, to } = reach(epochs);
    return Math.round(Math.min(epochs, Math.max(0, from + ((clientX - left) / width) * (to - from))));
  }

  turned(stage, {
    ready: () => shown,
    under,
    go,
    point(epoch) {
      pointed = epoch;
      mark();
      tell();
    },
    by: (epochs) => go(Math.max(0, Math.min(shown.training.start.epochs, now + epochs))),
  });

  return {
    element,
    show(training, runs) {
      shown = { training, runs };
      stage.setAttribute("aria-valuemax", String(training.start.epochs));
      draw();
    },
    /** @param speak whether words are written as well */
    follow(epoch, speak) {
      now = epoch;
      mark();
      if (!speak || !shown) return;
      stage.setAttribute("aria-valuenow", String(epoch));
      stage.setAttribute("aria-valuetext", [t("drawn.at-epoch", { epoch }), ...seen().map((run) => runWords(shown.training, run, epoch))].filter(Boolean).join(". "));
    },
    draw,
    stop: () => plate.stop(),
  };
}

/** The epochs, with room for the signs at both ends. */
const reach = (epochs) => ({ from: -ROOM * epochs, to: (1 + ROOM) * epochs });
