/** A basin map as a picture for a plane: hue is the minimum, brightness the steps to it. */
import { svg } from "../look.js";
import { hearts } from "../traces/cells.js";
import { levels } from "../traces/levels.js";
import { paintLines } from "../traces/bands.js";
import { paintBasins, tally } from "../traces/shades.js";
import { t } from "../words.js";
import { looksOf, lowest, wornBy } from "./looks.js";

const SEEN = 64; // columns or rows in which the heart of a basin is looked for
const [SIGN, NAME] = [13, 30]; // pixels between two signs of places, and between two that have their letters
const MOST = 10; // basins that have names
const FAINT = 0.28; // the strength of the surface's contour lines
const [FLATTEST, TALLEST] = [2.2, 0.55];

/**
 * What all planes of the map share: {looks, counts of each run, named: labels of the largest basins and of the lowest,
 * more: how many others, between: steps}; the last are the same whatever the runs do, so that a shade means the same on two maps.
 */
export function basinScale({ about, places, runs }) {
  const looks = looksOf(places);
  const counts = runs.map(({ basin }) => tally(basin));
  const best = lowest(places);
  const cells = (label) => (label === best ? Infinity : counts.reduce((sum, one) => sum + one[label], 0));
  const basins = [...looks.keys()].filter((label) => looks[label]?.hue && cells(label)).sort((a, b) => cells(b) - cells(a));
  return { looks, counts, named: new Set(basins.slice(0, MOST).sort((a, b) => a - b)), more: Math.max(0, basins.length - MOST), between: [1, Math.max(2, about.steps)] };
}

/** @param grid the surface as it is drawn, or null */
export function basinPicture({ about, runs }, run, scale, grid) {
  const { looks, counts, named, between } = scale;
  const one = runs[run];
  const [x, y] = [about.x, about.y];
  const half = [x, y].map((values) => (values.at(-1) - values[0]) / (values.length - 1) / 2);
  const range = [x[0] - half[0], x.at(-1) + half[0], y[0] - half[1], y.at(-1) + half[1]];
  const shape = [x.length, y.length];
  return {
    name: one.label,
    x: { values: x, title: t("map.start-x") },
    y: { values: y, title: t("map.start-y") },
    aspect: Math.min(FLATTEST, Math.max(TALLEST, (range[1] - range[0]) / (range[3] - range[2]))),
    cells: {
      fill: (pixels) => paintBasins(pixels, shape, one, looks.map((look) => look?.hue ?? null), between),
      labels: one.basin,
      worn: wornBy(looks.map((look) => look?.pattern), counts[run]),
    },
    lines: grid && ((canvas, box) => drawLines(canvas, box, grid, range)),
    marks: (at, middle) => [...marks(looks, named, range, at), ...letters(one.basin, shape, looks.map((look, label) => (named.has(label) ? look : null)), range, middle)],
    notes: [],
  };
}

/** The contour lines of the surface over its basins. */
function drawLines(canvas, box, grid, range) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
  const key = JSON.stringify([width, height, grid.of, grid.x, grid.y, range]);
  Object.assign(canvas.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
  if (canvas.dataset.of === key) return true;
  canvas.dataset.of = key;
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(width, height);
  paintLines(image.data, width, height, grid, range, levels(grid), { line: [0, 0, 0], strength: FAINT });
  pen.putImageData(image, 0, 0);
  return true;
}

const inside = ({ x, y }, [x0, x1, y0, y1]) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** Minima with their letters, and the other places at which runs come to rest; where they crowd some are small, or left out. */
function marks(looks, named, range, at) {
  const large = [];
  const signed = [];
  const crowded = ([x, y], others, apart) => others.some(([a, b]) => Math.hypot((a - x) / 1.5, b - y) < apart);
  return [...looks.entries()].filter(([, look]) => look?.place && look.place.kind !== "flat" && inside(look.place, range)).flatMap(([label, { place, letter }]) => {
    const spot = at(place.x, place.y);
    if (crowded(spot, signed, SIGN)) return [];
    signed.push(spot);
    const free = (named.has(label) || !letter) && !crowded(spot, large, NAME);
    if (free) large.push(spot);
    const reach = free ? 6 : 3;
    const d = letter ? `M${-reach} 0H${reach}M0 ${-reach}V${reach}` : "M-4.5-4.5 4.5 4.5M-4.5 4.5 4.5-4.5";
    const sign = ["halo", "line"].map((name) => svg("path", { class: name, d }));
    return [svg("g", { class: "map-place", transform: `translate(${spot.map((part) => part.toFixed(1)).join(" ")})` }, ...sign,
      ...(letter && free ? [svg("text", { class: "map-letter", x: 10, y: -10 }, letter)] : []))];
  });
}

/** The letter of each basin whose minimum lies outside, where it is read best. */
function letters(basin, [columns, rows], looks, range, middle) {
  const away = looks.some((look) => look?.letter && !inside(look.place, range));
  if (!away) return [];
  const [across, up] = [columns, rows].map((count) => Math.ceil(count / SEEN));
  const wide = Math.ceil(columns / across);
  const thinned = Array.from({ length: wide * Math.ceil(rows / up) }, (_, i) => basin[Math.floor(i / wide) * up * columns + (i % wide) * across]);
  return hearts(thinned, wide).filter(({ value, depth }) => looks[value]?.letter && !inside(looks[value].place, range) && depth > 2).map(({ value, cell }) => {
    const [x, y] = middle(Math.floor(cell / wide) * up * columns + (cell % wide) * across);
    return svg("text", { class: "map-letter", x: x.toFixed(1), y: y.toFixed(1) }, looks[value].letter);
  });
}
