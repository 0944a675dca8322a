/** The series, bands and marks of a figure as SVG. */
import { line } from "../bench/plate.js";
import { svg } from "../look.js";
import { shareOf } from "../traces/scale.js";
import { say } from "../words.js";
import { cellBox, cells, cellsOf } from "./cells.js";
import { lanes, middleOf, stripAt, tiles } from "./lanes.js";
import { classLook, spotShape } from "./looks.js";
import { inRows, inStrip } from "./naming.js";

const NEAR = 8; // pixels

/** Where values of a column lie, in pixels: what is too low for a logarithmic axis lies on its edge. */
export function placing({ across, up, shade = null }, box) {
  const height = (value) => box.height * (1 - Math.max(-1, shareOf(up, value)));
  const y = (value, column) => (Number.isFinite(value) ? (up.lanes ? middleOf(up, column, box) : height(value)) : NaN);
  return { x: (value) => (Number.isFinite(value) ? box.width * shareOf(across, value) : NaN), y, up, shade, cell: shade && cellBox(across, up, box) };
}

/** Everything, from the back to the front. @param at as of `placing` @param box {width, height, em} */
export function drawn(figure, { columns, marks, looks }, at, box) {
  const places = (columns[figure.across.column] ?? []).map(number).map(at.x);
  const values = (name) => (columns[name] ?? []).map(number);
  const heights = (name) => values(name).map((value) => at.y(value, name));
  const parts = figure.series.map((one, i) => DRAW[one.role]({ places, box, look: looks[i], heights: heights(one.column), each: figure.across.each, classes: one.by ? values(one.by) : null, tops: one.to ? heights(one.to) : null, beside: besides(figure, i),
    ...(one.role === "cells" && { heights: heights(figure.up.column), values: values(one.column), at, one }),
    ...(at.up.lanes && { one, values: values(one.column), strip: stripAt(at.up, one.column, box) }) }));
  const behind = figure.series.map(({ role }) => ["cells", "spread", "bars"].includes(role));
  const strips = stripsOf(figure.bands, at, box);
  const names = inRows(marks.map(({ at: value, title }) => ({ x: at.x(value), words: say(title) })), box);
  const taken = figure.series.filter(({ role }) => role !== "cells").flatMap(({ column, role }) => (["spots", "rings"].includes(role) ? pairs(places, heights(column)) : joined(pairs(places, heights(column)))));
  return [
    ...strips.map(({ tone, top, bottom }) => svg("rect", { class: `study-band study-${tone}`, x: 0, y: top, width: box.width, height: bottom - top })),
    ...parts.filter((_, i) => behind[i]).flat(),
    ...parts.filter((_, i) => !behind[i]).flat(),
    ...names.map(({ x, bottom }) => svg("path", { class: "study-mark", d: `M${x} ${bottom}V${box.height}` })),
    ...strips.flatMap((one) => named(one, { taken, names }, box)),
    ...(at.up.lanes ? lanes(figure, at.up, box) : []),
    ...names.map(({ left, right, bottom, words }) => svg("text", { class: "study-mark-name", x: (left + right) / 2, y: bottom - 0.3 * box.em }, words)),
  ];
}

const number = (value) => (typeof value === "number" ? value : NaN);

const DRAW = {
  line: ({ places, heights, look, box, each }) => [styled(line(pairs(places, heights), "study-line"), look), ...(each ? points(places, heights, box, look) : [])],
  theory: ({ places, heights, look }) => [styled(line(pairs(places, heights), "study-line study-theory"), look)],
  steps: ({ places, heights, look }) => [styled(line(stairs(places, heights), "study-line"), look)],
  spots: (given) => spots(given, "study-spot"),
  rings: (given) => spots(given, "study-spot study-ring"),
  dots: (given) => spots(given, "study-spot"),
  tiles,
  cells,
  spread: ({ places, heights, tops, look }) => [styled(svg("path", { class: "study-spread", d: area(places, heights, tops) }), look)],
  bars: ({ places, heights, box, look, beside }) => bars(places, heights, box, look, beside),
};

function spots({ places, heights, box: { em }, look, classes }, name) {
  return pairs(places, heights).flatMap((pair, i) => {
    if (!known(pair)) return [];
    const own = classes ? classLook(classes[i]) : look;
    const [size, [x, y]] = [classes ? 0.025 : 0.0375, pair]; // what has a class comes in crowds
    return [styled(svg("path", { class: name, d: spotShape(own), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(size * em).toFixed(2)})` }), own)];
  });
}

/** A dot wherever a line was measured. */
const points = (places, heights, { em }, look) => pairs(places, heights).filter(known).map(([x, y]) => styled(svg("circle", { class: "study-spot", cx: x.toFixed(1), cy: y.toFixed(1), r: (0.24 * em).toFixed(1) }), undashed(look)));

const styled = (element, { style }) => {
  element.setAttribute("style", style);
  return element;
};
const undashed = ({ style }) => ({ style: style.replace(/;.*/, "") });
const pairs = (places, heights) => places.map((x, i) => [x, heights[i] ?? NaN]);
const known = (pair) => pair.every(Number.isFinite);

/** A value holds until the next one comes. */
function stairs(places, heights) {
  return pairs(places, heights).flatMap(([x, y], i, all) => (i ? [[x, all[i - 1][1]], [x, y]] : [[x, y]]));
}

/** Between two heights; in pieces where one is missing. */
function area(places, lows, highs) {
  const pieces = [[]];
  places.forEach((x, i) => {
    if ([x, lows[i], highs[i]].every(Number.isFinite)) pieces.at(-1).push([x, lows[i], highs[i]]);
    else if (pieces.at(-1).length) pieces.push([]);
  });
  const point = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const around = (piece) => [...piece.map(([x, low]) => point(x, low)), ...piece.toReversed().map(([x, , high]) => point(x, high))];
  return pieces.filter(({ length }) => length).map((piece) => `M${around(piece).join("L")}Z`).join("");
}

/** Which of several series of bars this one is. */
function besides({ series }, index) {
  const all = series.flatMap(({ role }, i) => (role === "bars" ? [i] : []));
  return { place: all.indexOf(index), count: all.length };
}

/** Bars take nine tenths of the least gap between their places, series side by side. */
function bars(places, heights, { width, height }, look, { place, count }) {
  const sorted = places.filter(Number.isFinite).toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((x, i) => x - sorted[i]).filter((gap) => gap > 0.01);
  const room = 0.9 * Math.min(width / 4, ...gaps);
  const wide = room / count;
  return pairs(places, heights).filter(known).map(([x, y]) => styled(svg("rect", {
    class: "study-bar", x: (x - room / 2 + place * wide).toFixed(1), y: Math.min(y, height).toFixed(1), width: wide.toFixed(1), height: Math.max(0, height - y).toFixed(1) }), look));
}

/** The strips of heights that are seen. */
function stripsOf(bands, at, { height }) {
  const edge = (value, open) => (value === null ? open : Math.min(height, Math.max(0, at.y(value))));
  return bands.map(({ low, high, title, tone }) => ({ tone, words: say(title), top: edge(high, 0), bottom: edge(low, height) })).filter(({ top, bottom }) => bottom - top > 0.5);
}

/** The name of a strip, where there is room for it. */
function named(strip, around, box) {
  const place = inStrip(strip, around, box);
  return place ? [svg("text", { class: "study-band-name", ...place }, strip.words)] : [];
}

/** Points with others between them, as close as a line leaves no room for a name. */
function joined(points) {
  return points.flatMap(([x, y], i) => {
    const [fromX, fromY] = points[i - 1] ?? [NaN, NaN];
    const count = Math.min(200, Math.ceil(Math.hypot(x - fromX, y - fromY) / NEAR)) || 1;
    return Array.from({ length: count }, (_, k) => (k ? [fromX + ((x - fromX) * k) / count, fromY + ((y - fromY) * k) / count] : [x, y]));
  });
}

/** Where the series have their numbers of one row: [{x, y, style}]. */
export function dots(figure, { columns, looks }, at, { height }, row) {
  const x = at.x(number(columns[figure.across.column][row]));
  const named = (name, i) => ({ x, y: Math.min(height, at.y(number(columns[name]?.[row]), name)), ...undashed(looks[i]) });
  if (cellsOf(figure)) return [{ ...named(figure.up.column, 0), ...at.cell }];
  return figure.series.flatMap(({ column, to }, i) => [column, to].filter(Boolean).map((name) => named(name, i)).filter(({ y }) => Number.isFinite(y)));
}

/** What is read off: a line through those dots, or the rim of a cell. */
export const cursor = (spots, { height, em }) => (spots[0].wide ? spots.map(({ x, y, wide, high }) => svg("rect", { class: "study-cell-rim", x: x - wide / 2, y: y - high / 2, width: wide, height: high })) : [
  svg("path", { class: "study-cursor", d: `M${spots[0].x} 0V${height}` }),
  ...spots.map(({ x, y, style }) => svg("circle", { class: "study-dot", cx: x, cy: y, r: 0.28 * em, style })),
]);
