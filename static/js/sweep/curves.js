/** Curves over a swept value, as SVG: what never arrives or blows up stands above them as an open sign. */
import { drawAxes } from "../axes.js";
import { svg, typeSize } from "../look.js";
import { scaleOf, shareOf, sweptScale, ticksOf } from "../traces/scale.js";
import { say } from "../words.js";
import { drawn, heightOf, placed } from "./marks.js";
import { spotter, strand } from "./strand.js";
import { lineLook } from "./tones.js";

const APART = 9; // pixels between points, below which only the line is drawn

/** The vertical scale of the curves. */
export const curveScale = ({ about, lines }) => scaleOf(lines.flat().filter((value) => typeof value === "number"), about.scale === "log", about.between);

/** @returns {element, show(state), cellAt(x, y), upwards}; x and y in pixels of the element */
export function createCurves() {
  const element = svg("svg", { class: "sweep-drawing", "aria-hidden": "true" });
  let place = null; // cell -> pixel

  function show({ chart, runs, size, chosen, current }) {
    const { about, lines } = chart;
    const { em } = typeSize();
    const band = 1.5 * em; // for what has no height
    const box = { left: 3.6 * em, width: size.width - 4.4 * em };
    const across = sweptScale(about.x.values, about.x.scale === "log");
    const up = curveScale(chart);
    const px = (value) => box.left + shareOf(across, value) * box.width;
    const marks = placed(about.marks, px, box, em);
    box.top = heightOf(marks, em) + band;
    box.height = size.height - box.top - 2.9 * em;
    const spot = spotter(up, box, band);
    place = (cell) => px(about.x.values[cell]);
    const ground = svg("g");
    const tick = ({ share, label }) => ({ at: share, label });
    drawAxes(ground, box,
      { ticks: ticksOf(across, box.width / (4.2 * em)).map(tick), place: (at) => at * box.width },
      { ticks: up ? ticksOf(up, box.height / (1.9 * em)).map(tick) : [], place: (at) => (1 - at) * box.height }, { grid: true });
    const stand = (cell, name) => svg("path", { class: name, d: `M${place(cell)} ${box.top - band}V${box.top + box.height}` });
    element.replaceChildren(ground,
      ...(beyond(chart, up) ? [svg("path", { class: "sweep-band", d: `M${box.left} ${box.top - band}h${box.width}` })] : []),
      ...drawn(marks, box.top - band, box.top + box.height, em),
      ...(current.cell === null ? needle(current.values[0], px, box) : []),
      ...(chosen === null ? [] : [stand(chosen, "sweep-chosen")]),
      ...about.lines.flatMap((_, line) => drawnLine(line)),
      axisTitle(say(about.x.words), box, em),
      ...(about.up ? [svg("text", { class: "axis-title", x: box.left + 6, y: box.top + 1.1 * em }, say(about.up))] : []));

    function drawnLine(line) {
      const formula = !about.lines[line].runs.length; // no race is behind its points
      return strand(lines[line], {
        place, spot, chosen,
        look: lineLook(about, line, runs),
        dotted: !formula && box.width > APART * about.x.values.length,
        aside: (line - (lines.length - 1) / 2) * Math.min(9, 18 / lines.length), // signs of two lines at one place
        ringed: formula ? null : current.cell,
      });
    }
  }

  return {
    element,
    show,
    upwards: true,
    /** The cell whose value is nearest. */
    cellAt(x, _y, count) {
      if (!place) return null;
      const cells = Array.from({ length: count }, (_, cell) => cell);
      return cells.reduce((best, cell) => (Math.abs(place(cell) - x) < Math.abs(place(best) - x) ? cell : best), 0);
    },
  };
}

/** Whether anything stands above the axis. */
const beyond = ({ lines }, scale) => lines.some((values) => values.some((value) => typeof value === "string" || shareOf(scale, value) > 1 + 1e-9));

/** Where the race of the page stands while it is none of the points. */
function needle(value, px, box) {
  const x = px(value);
  if (!(x >= box.left && x <= box.left + box.width)) return [];
  return [svg("path", { class: "sweep-needle", d: `M${x} ${box.top + box.height}l-6-9h12z` })];
}

function axisTitle(words, { left, top, width, height }, em) {
  return svg("text", { class: "axis-title", "text-anchor": "middle", x: left + width / 2, y: top + height + 2.5 * em }, words);
}
