/** Learning curves: the score of every trial, epoch by epoch, as they grow. */
import { curveKey } from "./key.js";
import { createPlate, line } from "../bench/plate.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { t } from "../words.js";
import { scoreScale } from "./scores.js";
import { scoreOf } from "./state.js";
import { lookOf, measureOf, scoreAxis, scoreWords } from "./words.js";

const WHOLE = { from: 0, to: 1 };
const NEAR = 18; // pixels within which a curve is pointed at

/** @param choose (number) @returns {element, show(seen), stop()} */
export function createCurves(choose) {
  const plate = createPlate("learning-curves", t("master.curves"));
  const plot = plate.element.querySelector(".plot");
  const key = curveKey();
  const axis = make("p", { className: "study-axis" });
  const element = make("figure", { className: "master-figure" }, make("div", { className: "timeline-head" }, make("h3", { className: "study-figure-title" }, t("master.curves")), key.element), axis, plate.element,
    make("p", { className: "study-axis study-across" }, t("master.epoch")));
  let points = []; // of all curves in pixels, {number, x, y}

  function show({ state, best, chosen }) {
    const { trials, epochs } = state;
    axis.textContent = scoreAxis(state);
    const up = scoreScale(trials.flatMap(({ scores }) => scores));
    const room = 0.02 * epochs;
    const across = { from: Math.min(1, epochs - 1) - room, to: epochs + room, ticks: (count) => wholeTicks(epochs, count) };
    const failed = trials.some((trial) => trial.state === "failed");
    key.show(new Set(failed ? ["failed"] : []));
    if (!up && !failed) return plate.show(across, { ...WHOLE, ticks: [] }, () => []);
    plate.say(`${t("master.curves")}. ${best === null ? "" : t("master.best-is", { score: scoreWords(scoreOf(trials.find(({ number }) => number === best)), measureOf(state)), number: best })}`);
    return plate.show(across, { ...WHOLE, ticks: up?.ticks ?? [] }, ({ x, y, height }) => {
      points = [];
      const { em } = typeSize();
      const place = (epoch, score) => [x(epoch), Number.isFinite(score) ? Math.min(height - 1, Math.max(1, y(up.at(score)))) : NaN];
      const rank = (trial) => (trial.number === chosen ? 3 : trial.number === best ? 2 : trial.state === "running" ? 1 : 0);
      return [...trials].sort((a, b) => rank(a) - rank(b)).flatMap((trial) => {
        const at = trial.scores.map((score, i) => place(i + 1, score));
        if (trial.state === "failed") at.splice(0, at.length, ...climbing(at, x, 0.6 * em));
        points.push(...at.filter((one) => Number.isFinite(one[1])).map(([px, py]) => ({ number: trial.number, x: px, y: py })));
        const look = lookOf(trial, best) + (trial.number === chosen ? " chosen" : "");
        return at.length ? [svg("g", { class: `learning ${look}` }, line(at, "learning-line"), ...signs(trial, at, look, em))] : [];
      });
    });
  }

  /** A curve that left all scores: to the upper edge at its last epoch, and never nowhere. */
  function climbing(at, x, top) {
    const known = at.filter(([, y]) => Number.isFinite(y));
    return known.length && known.length === at.length ? at : [...known, [x(Math.max(1, known.length + 1)), top]];
  }

  /** Where it ended, and where another worker took it up. */
  function signs(trial, at, look, em) {
    const last = at.findLast(([, y]) => Number.isFinite(y));
    if (!last) return [];
    const [x, y] = last;
    const ends = {
      pruned: () => svg("path", { class: "learning-end", d: `M${x} ${y - 0.35 * em}V${y + 0.35 * em}` }),
      failed: () => svg("path", { class: "learning-end", d: `M${x - 4} ${y - 4}l8 8m0-8-8 8` }),
      running: () => svg("circle", { class: "learning-head", cx: x, cy: y, r: 0.3 * em }),
    };
    const end = look.includes("trial-best") ? svg("circle", { class: "learning-head", cx: x, cy: y, r: 0.32 * em }) : ends[trial.state]?.();
    const taken = trial.resumed_at.map((epoch) => at[Math.max(0, epoch - 1)]).filter(Boolean).map(([cx, cy]) => svg("circle", { class: "learning-taken", cx, cy, r: 0.3 * em }));
    return [...taken, ...(end ? [end] : [])];
  }

  plot.addEventListener("click", ({ clientX, clientY }) => {
    const box = plot.getBoundingClientRect();
    const away = (one) => Math.hypot(one.x - (clientX - box.left), one.y - (clientY - box.top));
    const nearest = points.reduce((best, one) => (!best || away(one) < away(best) ? one : best), null);
    choose(nearest && away(nearest) <= NEAR ? nearest.number : null);
  });
  return { element, show, stop: () => plate.stop() };
}

/** Epochs are whole. */
function wholeTicks(last, count) {
  const step = Math.max(1, [1, 2, 5, 10, 20, 50].find((one) => last / one <= Math.max(1, count)) ?? 100);
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, k) => ({ at: k * step, label: String(k * step) })).filter(({ at }) => at > 0);
}
