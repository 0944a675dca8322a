/** What has neither number nor minimum wears a pattern, which is told apart without any colour. */
import { svg } from "../look.js";

const TILE = 8; // pixels from one sign to the next
/** Each as an outline in a tile of 8 by 8. */
const OUTLINES = {
  diverged: "M-2 2 2-2M-2 10 10-2M6 10 10 6",
  late: "M0.5 2H4.5M4.5 6H8.5M-3.5 6H0.5",
  lost: "M2 2h.01M6 6h.01",
  other: "M2 4H6M4 2V6",
  left: "M2 0V8M6 0V8",
  outside: "M-2 6 2 10M-2-2 10 10M6-2 10 2",
};
const FAINT = new Set(["late", "other", "outside"]);
const THROUGH = new Set(["diverged", "left", "outside"]); // lines that go on in the next tile
const WIDTHS = { diverged: 1.5, late: 1.2, lost: 2.4, other: 1, left: 1.5, outside: 1.2 };

/** Ground and signs of the theme that is on. */
function inks(name) {
  const style = getComputedStyle(document.documentElement);
  return ["--map-worn", FAINT.has(name) ? "--map-worn-faint" : "--map-worn-line"].map((ink) => style.getPropertyValue(ink).trim());
}

/** A pattern for a canvas of `ratio` pixels to one of CSS. */
export function patternFor(pen, name, ratio) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * ratio);
  const brush = tile.getContext("2d");
  const [ground, line] = inks(name);
  brush.fillStyle = ground;
  brush.fillRect(0, 0, tile.width, tile.height);
  brush.scale(tile.width / TILE, tile.width / TILE);
  Object.assign(brush, { strokeStyle: line, lineWidth: WIDTHS[name], lineCap: THROUGH.has(name) ? "butt" : "round" });
  brush.stroke(new Path2D(OUTLINES[name]));
  return pen.createPattern(tile, "repeat");
}

/** A piece of it for a legend: three tiles by two. */
export function patternSwatch(name) {
  const tiles = [0, 1, 2, 3, 4, 5].map((i) => svg("path", {
    class: FAINT.has(name) ? "map-worn-line faint" : "map-worn-line", d: OUTLINES[name], "stroke-width": WIDTHS[name], transform: `translate(${(i % 3) * TILE} ${Math.floor(i / 3) * TILE})` }));
  return svg("svg", { class: "map-swatch", viewBox: "0 0 24 16", "aria-hidden": "true" }, svg("rect", { class: "map-worn", width: 24, height: 16 }), ...tiles);
}
