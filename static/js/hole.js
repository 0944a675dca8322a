/** What covers the places at which a loss has no value: lines on nothing, and where there is room the words for it. */
import { svg } from "./look.js";
import { outlineOf, roomOf } from "./traces/outline.js";
import { mapOf, toPixels } from "./window.js";
import { t } from "./words.js";

const TILE = 9; // pixels from a line to the next
const LINES = `M0 ${TILE}L${TILE} 0M${-TILE / 4} ${TILE / 4}L${TILE / 4} ${-TILE / 4}M${0.75 * TILE} ${1.25 * TILE}L${1.25 * TILE} ${0.75 * TILE}`;
const SPARE = 8; // pixels beside the words
let made = 0;

/** @returns {element, show(grid, map)}: a layer of its own over a ground */
export function createHole() {
  const name = `no-value-${(made += 1)}`;
  const pattern = svg("pattern", { id: name, width: TILE, height: TILE, patternUnits: "userSpaceOnUse" },
    svg("rect", { class: "hole-ground", width: TILE, height: TILE }), svg("path", { class: "hole-lines", d: LINES }));
  const shape = svg("path", { "class": "hole-rim", "fill-rule": "evenodd", "fill": `url(#${name})` });
  const words = svg("text", { class: "hole-words" }, t("figure.no-value"));
  const element = svg("svg", { "class": "layer hole", "aria-hidden": "true", "hidden": "", "data-testid": "hole" }, pattern, shape, words);
  return {
    element,
    show(grid, map) {
      element.toggleAttribute("hidden", !grid.holes);
      shape.setAttribute("d", outlineOf(grid, map));
      words.removeAttribute("hidden");
      const room = roomOf(grid);
      const way = room && along(room, map, words.getComputedTextLength() + SPARE);
      words.toggleAttribute("hidden", !way);
      if (!way) return;
      const [x, y] = toPixels(map, room.at);
      words.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})${way}`);
    },
  };
}

/** How words of that length are turned to fit into a hole; null where they do not. */
function along({ width, height }, { ax, ay }, length) {
  if (length <= Math.abs(ax) * width) return " rotate(0)";
  return length <= Math.abs(ay) * height ? " rotate(-90)" : null;
}

/** The same on a canvas of that size in CSS pixels, without words. @param colours {ground, line} */
export function paintHole(pen, grid, range, width, height, ratio, { ground, line }) {
  if (!grid.holes) return;
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * ratio);
  const brush = tile.getContext("2d");
  brush.fillStyle = ground;
  brush.fillRect(0, 0, tile.width, tile.height);
  brush.scale(tile.width / TILE, tile.width / TILE);
  brush.strokeStyle = line;
  brush.stroke(new Path2D(LINES));
  const rim = new Path2D(outlineOf(grid, mapOf(range, width * ratio, height * ratio)));
  pen.fillStyle = pen.createPattern(tile, "repeat");
  pen.fill(rim, "evenodd");
  Object.assign(pen, { strokeStyle: line, lineWidth: ratio });
  pen.stroke(rim);
}
