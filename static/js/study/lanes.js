/** Lanes: series that have no heights but a strip of the chart each, from the top down in their order. */
import { COLOURS, svg } from "../look.js";
import { say } from "../words.js";

const ROLES = ["dots", "tiles"];
const HEAD = 1.3; // ems above the lanes, for the names of marks
const NAME = 1.35; // ems of a lane for its own name
const SHARE = 0.55; // of a lane, at most: where there are many the name gives way
const ROOM = 2.5; // ems of a lane in which nothing lies under its name
const FOOT = 0.25;
const OVERLAP = 0.6; // pixels: neighbours leave no gap
const LEAST = 0.2; // of a strip: a tile of the first class would be as low without any others

/** The scale up of a figure of lanes: the columns of its series; null for any other figure. */
export const lanesOf = (series) => (series.some(({ role }) => ROLES.includes(role)) ? { lanes: series.map(({ column }) => column) } : null);

/** The ems that they need. */
export const highest = ({ lanes: columns }) => HEAD + ROOM * columns.length;

/** The strip of a column, in pixels, and where its name has its place. */
export function stripAt({ lanes }, column, { height, em }) {
  const room = (height - HEAD * em) / lanes.length;
  const above = HEAD * em + lanes.indexOf(column) * room;
  return { above, top: above + Math.min(NAME * em, SHARE * room), bottom: above + room - FOOT * em };
}

/** Where something of a column is drawn. */
export function middleOf(scale, column, box) {
  const { top, bottom } = stripAt(scale, column, box);
  return (top + bottom) / 2;
}

/** The name of every lane over the line that it stands on. */
export function lanes({ series }, scale, box) {
  return series.flatMap(({ column, title }) => {
    const { above, bottom } = stripAt(scale, column, box);
    return [svg("path", { class: "study-lane", d: `M0 ${bottom.toFixed(1)}H${box.width}` }),
      svg("text", { class: "study-lane-name", x: 4, y: above + box.em }, say(title))];
  });
}

/** A tile for every row that has a class. */
export function tiles({ places, values, one, look, strip: { top, bottom } }) {
  const known = places.filter(Number.isFinite);
  const wide = known.length > 1 ? (Math.max(...known) - Math.min(...known)) / (known.length - 1) : 8;
  return places.flatMap((x, i) => {
    const value = values[i] ?? NaN;
    const high = (bottom - top) * tallness(value, one);
    return Number.isFinite(x + value) ? [svg("rect", { class: "study-tile", style: toneOf(value, look), x: (x - wide / 2).toFixed(2), y: (bottom - high).toFixed(1), width: (wide + OVERLAP).toFixed(2), height: high.toFixed(1) })] : [];
  });
}

/** Classes are told apart by their height as well: the share of the strip. */
export const tallness = (value, { names }) => LEAST + (1 - LEAST) * ((value + 1) / names.length);

/** The colours of classes come behind those of the series. */
export const toneOf = (value, { slot }) => `--tone:var(--run-${(slot + value) % COLOURS})`;
