/** One setting of a search: trials on the curve of their scores; a model as a line with its uncertainty, and below what it promises. */
import { line } from "../bench/plate.js";
import { svg } from "../look.js";
import { ticksOf } from "../traces/scale.js";
import { dots, next } from "./dots.js";
import { shareOn } from "./heights.js";
import { believedAt, best, stages, standing } from "./moment.js";
import { framed } from "./stages.js";
import { shareAt, ticksAlong } from "./warp.js";

const NEXT = 0.6; // ems from the middle of the diamond to its points
const STEP = 1.4; // ems by which each stage stands below the one before
const PROMISE = 0.2; // of the height is for what a model promises, of all strategies if one has a model: their scores stand on one scale
const EDGE = 0.7; // ems from the rim within which dots are kept
const WIDE = 2; // standard deviations of the band

/** As `planeOf`, over one axis. @param wide the scale of the scores as of `tall` */
export function levelOf(search, strategy, [axis], wide, { moment, repeat }) {
  const records = search.trials[strategy][repeat];
  const trials = standing(records, moment);
  const winner = best(records, moment, search.about);
  const belief = repeat === 0 ? believedAt(search.beliefs[strategy], trials.length) : null;
  const going = moment < search.about.budget;

  return {
    trials,
    best: winner,
    belief,
    show(plot, titles) {
      const foot = search.beliefs.some(({ length }) => length) ? PROMISE : 0;
      const tickUp = (count) => (wide ? ticksOf(wide, count * (1 - foot)).map(({ share, label }) => ({ at: foot + (1 - foot) * share, label })) : []);
      plot.show({ ticks: (count) => ticksAlong(axis, count), title: titles[0], named: Boolean(axis.options) }, { ticks: tickUp, title: titles[1] }, null, ({ width, height, em }) => {
        const floor = height * (1 - foot);
        const x = (share) => share * width;
        const y = (score) => (wide && score !== null ? Math.min(1, Math.max(0, 1 - shareOn(wide, score))) * floor : 0);
        const place = (trial) => [x(shareAt(axis, trial.settings[axis.name])), Math.min(floor - EDGE * em, Math.max(EDGE * em, y(trial.score)))];
        return [
          ...land(search, x, y, floor),
          ...(foot ? [svg("path", { class: "lab-floor", d: `M0 ${floor}H${width}` })] : []),
          ...(belief ? model(belief, { x, y, width, height, floor, going }) : []),
          ...framed(stages(records, moment).map(({ window, stage }) => ({ stage, left: x(window[0][0]), right: x(window[0][1]), top: stage * STEP * em, bottom: floor - 1 })), em),
          ...dots(trials, place, { epochs: search.about.epochs, best: winner, em }),
          ...(belief && going ? [next([x(belief.next[0]), (floor + height) / 2], NEXT * em)] : []),
        ];
      }, { x: trials.map((trial) => shareAt(axis, trial.settings[axis.name])), y: null });
    },
  };
}

/** The scores of even settings, and where there are none. */
function land({ land: found }, x, y, height) {
  if (!found || found.rows !== 1) return [];
  const last = found.columns - 1;
  const gaps = Array.from(found.values, (value, i) => (Number.isFinite(value) ? "" : `M${x(Math.max(0, i - 0.5) / last).toFixed(1)} 0H${x(Math.min(last, i + 0.5) / last).toFixed(1)}V${height}H${x(Math.max(0, i - 0.5) / last).toFixed(1)}Z`));
  return [svg("path", { class: "lab-gap", d: gaps.join("") }), line(Array.from(found.values, (value, i) => [x(i / last), Number.isFinite(value) ? y(value) : NaN]), "lab-land")];
}

function model({ mean, sd, gain, log, next: [where] }, { x, y, width, height, floor, going }) {
  const last = mean.length - 1;
  const score = (value) => (log ? 10 ** value : value);
  const kept = (value) => y(score(value));
  const along = (value) => Array.from(mean, (_, i) => `${x(i / last).toFixed(1)} ${value(i).toFixed(1)}`);
  const band = [...along((i) => kept(mean[i] + WIDE * sd[i])), ...along((i) => kept(mean[i] - WIDE * sd[i])).reverse()];
  const most = gain.reduce((high, value) => Math.max(high, value), 1e-12);
  const foot = 0.9 * (height - floor);
  return [
    svg("path", { class: "lab-unsure", d: `M${band.join("L")}Z` }),
    line(Array.from(mean, (value, i) => [x(i / last), kept(value)]), "lab-mean"),
    svg("path", { class: "lab-gain", d: `M0 ${height}L${along((i) => height - (foot * gain[i]) / most).join("L")}L${width} ${height}Z` }),
    ...(going ? [svg("path", { class: "lab-where", d: `M${x(where)} 0V${height}` })] : []),
  ];
}
