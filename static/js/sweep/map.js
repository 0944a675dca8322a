/** A map over two swept values, or a strip for each line over one: cells on a canvas, letters and rings above it. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { pretty } from "../numbers.js";
import { hearts, layout, stretches } from "../traces/cells.js";
import { needsLight } from "../traces/heat.js";
import { columnLabels, columnOf, scaleOf, shareOf } from "../traces/scale.js";
import { say } from "../words.js";
import { paint } from "./paint.js";
import { classesOf } from "./tones.js";

const SMALLEST = 12; // pixels of a frame about a cell
const LEGIBLE = 3.4; // ems of width from which a number stands in its cell

/** The scale of the colours of a map. */
export const heatScale = ({ about, lines }) => scaleOf(lines[0].filter((value) => typeof value === "number"), about.scale === "log", about.between);

/** @returns {element, show(state), cellAt(x, y), upwards}; cells of strips are counted on from line to line */
export function createMap(strips) {
  const canvas = make("canvas", { className: "sweep-cells" });
  const over = svg("svg", { class: "sweep-drawing", "aria-hidden": "true" });
  const element = make("div", { className: "sweep-map" }, canvas, over);
  let cells = null;
  let box = null;

  function show({ chart, size, chosen, current }) {
    const { about, lines } = chart;
    const { em } = typeSize();
    const columns = about.x.values.length;
    const rows = strips ? lines.length : about.y.values.length;
    box = { left: strips ? 0.4 * em : 4.5 * em, top: strips ? 0 : 0.5 * em, right: 0.8 * em, bottom: 2.9 * em };
    Object.assign(box, { width: size.width - box.left - box.right, height: size.height - box.top - box.bottom });
    cells = layout([columns, rows], box, strips ? { head: 1.5 * em, gap: 0.5 * em } : null);
    const values = strips ? lines.flatMap((line) => Array.from({ length: columns }, (_, i) => line[i])) : Array.from({ length: chart.cells }, (_, i) => lines[0][i]);
    const scale = heatScale(chart);
    const classes = new Map(classesOf(about).map((one) => [one.value, one]));
    paint(canvas, size, box, cells, values, { classes, scale });
    const parts = classes.size ? letters(values, columns, classes, em) : numbers(values, scale, em);
    over.replaceChildren(axes(about, columns, em), ...parts,
      ...(current.cell === null ? needle(about, current.values, columns) : around(current.cell, "sweep-ring")), ...(chosen === null ? [] : around(chosen, "sweep-frame")));

    /** A frame about a cell; of strips, about that column of each. */
    function around(cell, name) {
      const each = strips ? Array.from({ length: rows }, (_, row) => row * columns + (cell % columns)) : [cell];
      return each.map((one) => {
        const { x, y, width, height } = shifted(cells.of(one));
        const [wide, tall] = [Math.max(width, SMALLEST), Math.max(height, SMALLEST)];
        const frame = { x: x + (width - wide) / 2, y: y + (height - tall) / 2, width: wide, height: tall, rx: 2 };
        return svg("g", { class: name }, svg("rect", { class: "halo", ...frame }), svg("rect", frame));
      });
    }
  }

  const shifted = ({ x, y, ...rest }) => ({ x: x + box.left, y: y + box.top, ...rest });

  /** The pixel of a place in columns or rows, which need not be whole. */
  function along(axis, at, stride = 1) {
    const [first, second] = [cells.of(0), cells.of(stride)];
    const size = axis === "x" ? first.width : first.height;
    return first[axis] + size / 2 + at * (second[axis] - first[axis]);
  }

  function axes(about, columns, em) {
    const ground = svg("g");
    const x = columnLabels(about.x.values, box.width / (3.6 * em));
    const y = strips ? [] : columnLabels(about.y.values, box.height / (1.7 * em));
    drawAxes(ground, box, { ticks: x, place: (at) => along("x", at) }, { ticks: y, place: (at) => along("y", at, columns) });
    ground.querySelector(".rim").classList.toggle("away", strips);
    ground.append(svg("text", { class: "axis-title", "text-anchor": "middle", x: box.left + box.width / 2, y: box.top + box.height + 2.5 * em }, say(about.x.words)));
    if (strips) ground.append(...about.lines.map(({ name }, line) => svg("text", { class: "sweep-row", x: box.left, y: shifted(cells.of(line * columns)).y - 0.4 * em }, say(name))));
    else ground.append(svg("text", { class: "axis-title", "text-anchor": "middle", transform: `translate(${0.9 * em} ${box.top + box.height / 2}) rotate(-90)` }, say(about.y.words)));
    return ground;
  }

  /** Where the race of the page stands between the cells. */
  function needle(about, values, columns) {
    const [x, y] = [columnOf(about.x.values, values[0]), strips ? 0 : columnOf(about.y.values, values[1])];
    if (x === null || y === null) return [];
    const px = box.left + along("x", x);
    if (strips) return [svg("path", { class: "sweep-needle", d: `M${px} ${box.top + box.height}l-6 9h12z` })];
    const at = { cx: px, cy: box.top + along("y", y, columns), r: 6 };
    return [svg("g", { class: "sweep-ring" }, svg("circle", { class: "halo", ...at }), svg("circle", at))];
  }

  /** The letter of each class where it is read best, if it has the room for it. */
  function letters(values, columns, classes, em) {
    const wide = cells.of(0).width;
    const rows = strips ? Array.from({ length: values.length / columns }, (_, row) => row * columns) : [];
    const spots = strips
      ? rows.flatMap((first) => stretches(values.slice(first, first + columns)).map(({ value, from, to }) =>
        ({ value, cell: first + (from + to) / 2, room: (to - from + 1) * wide })))
      : hearts(values, columns).map(({ value, cell, depth }) => ({ value, cell, room: (2 * depth - 1) * wide }));
    return spots.filter(({ value, room }) => classes.has(value) && room > 1.1 * em).map(({ value, cell }) => {
      const { x, y, width, height } = shifted(cells.of(Math.floor(cell)));
      return svg("text", { class: "sweep-letter", x: x + (0.5 + (cell % 1)) * width, y: y + height / 2 }, classes.get(value).letter);
    });
  }

  function numbers(values, scale, em) {
    if (cells.of(0).width < LEGIBLE * em || cells.of(0).height < 1.4 * em) return [];
    return values.flatMap((value, cell) => {
      if (typeof value !== "number") return [];
      const { x, y, width, height } = shifted(cells.of(cell));
      const light = needsLight(shareOf(scale, value)) ? " light" : "";
      return [svg("text", { class: `sweep-number${light}`, x: x + width / 2, y: y + height / 2 }, pretty(value, 2))];
    });
  }

  return {
    element,
    show,
    upwards: !strips,
    cellAt: (x, y) => cells && cells.at(x - box.left, y - box.top),
  };
}
