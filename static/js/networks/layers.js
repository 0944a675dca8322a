/** What goes on in each layer at the epoch that is shown: how long its gradient is, how large its steps are, how many units are dead. */
import { createPlate } from "../bench/plate.js";
import { make } from "../controls.js";
import { COLOURS, svg, typeSize } from "../look.js";
import { shareOf, ticksOf } from "../traces/scale.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";
import { at, known } from "./moment.js";

const USUAL = 1e-3; // of the weights that an update moves, as the course advises
const DEEPEST = 12; // decades
const ROOM = 0.8; // of a layer that its bars take
const STUB = 0.45; // em is high what stands for a bar that would end beneath the chart

/** In which scale each is: gradients and ratios over decades, dead units in percent. */
const KINDS = {
  gradient: { log: true, base: null },
  ratio: { log: true, base: USUAL },
  dead: { log: false, base: 0, times: 100 },
};

/** The scale of one kind over a whole training, so that bars can be compared from epoch to epoch; null where nothing is known. */
function spanOf({ epochs }, runs, name) {
  const { log, times = 1 } = KINDS[name];
  if (!log) return { log, low: 0, high: times };
  let [low, high] = [Infinity, -Infinity];
  for (const { index } of runs) {
    for (const told of epochs[index] ?? []) {
      for (const value of told?.[name] ?? []) {
        if (!known(value) || value <= 0) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (high < low) return null;
  const [from, to] = name === "ratio" ? [Math.min(low, USUAL), Math.max(high, USUAL)] : [low, high];
  const top = Math.ceil(Math.log10(to) + 1e-9);
  return { log, low: Math.max(Math.floor(Math.log10(from) - 1e-9), top - DEEPEST), high: top };
}

/** @returns {element, show(training, runs), follow(epoch, speak), stop()} */
export function createLayers() {
  const charts = Object.keys(KINDS).map(createChart);
  const element = make("div", { className: "net-layers", "data-testid": "training-layers" }, ...charts.map((chart) => chart.element));
  return {
    element,
    show: (training, runs) => charts.forEach((chart) => chart.show(training, runs.filter(({ hidden }) => !hidden))),
    follow: (epoch, speak) => charts.forEach((chart) => chart.follow(epoch, speak)),
    stop: () => charts.forEach((chart) => chart.stop()),
  };
}

function createChart(name) {
  const { base, times = 1 } = KINDS[name];
  const title = t(`drawn.${name}`);
  const plate = createPlate(`layers-${name}`, title);
  const axis = make("p", { className: "study-axis" });
  const element = make("figure", { className: "study-figure" }, make("h3", { className: "study-figure-title" }, title), axis, plate.element,
    make("p", { className: "study-axis study-across" }, t("drawn.layer")));
  let shown = null; // {training, runs, layers, span, bars: [path]}
  let place = null;
  let now = 0;

  /** None of a run that has blown up. */
  function valuesOf(index) {
    const told = at(shown.training.epochs[index], now);
    return told?.epoch === now ? told[name] : [];
  }

  function move() {
    if (!place || !shown.span) return;
    const { runs, layers, span, bars } = shown;
    const { x, height } = place;
    const y = (value) => height * (1 - Math.max(0, Math.min(1, shareOf(span, value))));
    const floor = base ? y(base) : height;
    const wide = (ROOM * (x(1) - x(0))) / runs.length;
    runs.forEach(({ index }, i) => {
      const values = valuesOf(index);
      let d = "";
      for (let layer = 0; layer < layers; layer++) {
        const value = values[layer];
        if (!known(value)) continue;
        const left = x(layer + 1 - ROOM / 2) + i * wide;
        if (base === null && beneath(span, value)) d += stub(left, Math.max(1, wide - 1), height);
        else d += `M${left.toFixed(1)} ${floor.toFixed(1)}V${y(times * value).toFixed(1)}h${Math.max(1, wide - 1).toFixed(1)}V${floor.toFixed(1)}Z`;
      }
      bars[i].setAttribute("d", d);
    });
  }

  return {
    element,
    show(training, runs) {
      const layers = Math.max(0, ...runs.flatMap(({ index }) => (training.epochs[index] ?? []).map((told) => told?.[name].length ?? 0)));
      const bars = runs.map(({ slot, looked }) => svg("path", { class: `net-bar${looked ? "" : " faint"}`, style: `--tone:var(--run-${slot % COLOURS})` }));
      const span = spanOf(training, runs, name);
      shown = { training, runs, layers, span, bars };
      element.hidden = !layers;
      const lost = span && runs.some(({ index }) => (training.epochs[index] ?? []).some((told) => told?.[name].some((value) => known(value) && beneath(span, value))));
      axis.textContent = [t(`drawn.${name}-axis`), lost && t("drawn.below", { value: pretty(10 ** span.low) })].filter(Boolean).join("; ");
      const across = { from: 0.5, to: layers + 0.5, ticks: (count) => layerTicks(layers, count) };
      plate.show(across, { from: 0, to: 1, ticks: (count) => (span ? ticksOf(span, count).map(({ share, label }) => ({ at: share, label })) : []) }, ({ x, width, height }) => {
        place = { x, height };
        move();
        const usual = base && span ? height * (1 - shareOf(span, base)) : null;
        return [...bars, ...(usual === null ? [] : [svg("path", { class: "study-mark", d: `M0 ${usual}H${width}` })])];
      });
    },
    follow(epoch, speak) {
      now = epoch;
      if (!shown) return;
      move();
      if (speak) plate.say(`${title}. ${shown.runs.map(({ index, name: called }) => `${called}: ${valuesOf(index).map((value) => (known(value) ? pretty(times * value, 2) : "–")).join(", ")}`).join(". ")}`);
    },
    stop: () => plate.stop(),
  };
}

/** Whether a value lies beneath the lower end of its logarithmic scale; zero does. */
const beneath = ({ log, low }, value) => log && !(value >= 10 ** low);

/** An arrow to what lies beneath the chart. */
function stub(left, wide, height) {
  const { em } = typeSize();
  return `M${left.toFixed(1)} ${(height - STUB * em).toFixed(1)}h${wide.toFixed(1)}L${(left + wide / 2).toFixed(1)} ${height.toFixed(1)}Z`;
}

function layerTicks(layers, count) {
  const step = Math.max(1, Math.ceil(layers / Math.max(1, count)));
  return Array.from({ length: layers }, (_, i) => i + 1).filter((layer) => (layer - 1) % step === 0).map((layer) => ({ at: layer, label: String(layer) }));
}
