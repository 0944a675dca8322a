/** Two settings of a search: trials on the landscape of their scores, or on what a model makes of them. */
import { dots, next } from "./dots.js";
import { shareOn } from "./heights.js";
import { onceFor } from "./keeping.js";
import { believedAt, best, stages, standing } from "./moment.js";
import { framed } from "./stages.js";
import { shareAt, ticksAlong } from "./warp.js";

const NEXT = 0.6; // ems from the middle of the diamond to its points

/**
 * What a plot shows of one strategy.
 * @param axes the two that are seen, [across, up] @param view {moment, repeat, backdrop} @returns {trials, show(plot, titles)}
 */
export function planeOf(search, strategy, axes, scale, { moment, repeat, backdrop }) {
  const records = search.trials[strategy][repeat];
  const trials = standing(records, moment);
  const winner = best(records, moment, search.about);
  const places = axes.map(({ name }) => search.about.axes.findIndex((axis) => axis.name === name));
  const belief = repeat === 0 ? believedAt(search.beliefs[strategy], trials.length) : null;
  const seen = backdrop !== "land" && belief && fits(belief, axes) ? belief : null;

  return {
    trials,
    best: winner,
    belief: seen,
    lacks: backdrop !== "land" && !seen, // what is asked for to be behind the trials
    show(plot, titles) {
      const field = seen ? modelled(seen, backdrop, scale, axes) : landscape(search, scale, axes);
      const at = ({ width, height }) => (shares) => [shares[0] * width, (1 - shares[1]) * height];
      plot.show(along(axes[0], titles[0]), along(axes[1], titles[1]), field, (box) => {
        const px = at(box);
        const place = (trial) => px(axes.map((axis) => shareAt(axis, trial.settings[axis.name])));
        return [
          ...framed(stages(records, moment).map(({ window, stage }) => {
            const [[left, bottom], [right, top]] = [0, 1].map((end) => px(places.map((i) => window[i][end])));
            return { stage, left, right, top, bottom };
          }), box.em),
          ...dots(trials, place, { epochs: search.about.epochs, best: winner, em: box.em }),
          ...(seen && moment < search.about.budget ? [next(px(places.map((i) => seen.next[i])), NEXT * box.em)] : []),
        ];
      }, { x: trials.map((trial) => shareAt(axes[0], trial.settings[axes[0].name])), y: trials.map((trial) => shareAt(axes[1], trial.settings[axes[1].name])) });
    },
  };
}

const along = (axis, title) => ({ ticks: (count) => ticksAlong(axis, count), title, named: Boolean(axis.options) });

const fits = ({ dims }, axes) => dims.length === axes.length && axes.every(({ name }) => dims.includes(name));

/** All plots of a search have the same behind them, for as long as its landscape is not finer. */
function landscape({ about, land }, scale, axes) {
  if (!land || !scale || about.axes.length !== 2) return null;
  return (about.axes[0].name === axes[0].name ? upright : flipped)(land, scale, axes);
}

const upright = onceFor(({ columns, rows, values }, scale, axes) => {
  const shares = Float64Array.from(values, (value) => (Number.isFinite(value) ? shareOn(scale, value) : NaN));
  return { columns, rows, shares, tone: "score", stepped: stepped(axes) };
});
const flipped = onceFor((land, scale, axes) => ({ ...turned(upright(land, scale, axes)), stepped: stepped(axes) }));
const stepped = (axes) => axes.map(({ options }) => Boolean(options));

function modelled(belief, what, scale, axes) {
  const [rows, columns] = belief.side;
  const values = belief[what];
  const heat = what === "mean" && scale;
  const most = heat ? 0 : values.reduce((high, value) => Math.max(high, value), 1e-12);
  const shares = Float64Array.from(values, heat ? (value) => shareOn(scale, belief.log ? 10 ** value : value) : (value) => value / most);
  const field = { columns, rows, shares, tone: heat ? "score" : "promise" };
  return { ...(belief.dims[0] === axes[0].name ? field : turned(field)), stepped: stepped(axes) };
}

/** With what goes up and what goes across exchanged. */
function turned({ columns, rows, shares, tone }) {
  return { columns: rows, rows: columns, shares: Float64Array.from(shares, (_, at) => shares[(at % rows) * columns + Math.floor(at / rows)]), tone };
}
