/** One plane: cells on a canvas, axes and marks above them, and a frame about the cell that is looked at. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { layout } from "../traces/cells.js";
import { columnBetween, columnLabels } from "../traces/scale.js";
import { createCells } from "./cells.js";

const [TALLEST, WIDEST] = [0.75, 2]; // width to height of cells whose axes have nothing to do with each other
const SMALLEST = 14; // pixels of the frame about a cell

/** @returns {element, plot, name(picture), show(picture, tall), cellAt(x, y), look(cell)}; x and y in pixels of the plot */
export function createPlane() {
  const cells = createCells();
  const lines = make("canvas", { className: "map-cells" });
  const over = svg("svg", { class: "map-over", "aria-hidden": "true" });
  const frame = make("div", { className: "map-frame", hidden: true, "data-fleeting": "" });
  const plot = make("div", { className: "map-plot", tabIndex: 0, role: "application", "data-testid": "map-plot" }, cells.element, lines, over, frame);
  const title = make("h3", { className: "map-name" });
  const notes = make("ul", { className: "map-theory" });
  const element = make("section", { className: "map-plane" }, title, plot, notes);
  let box = null;
  let grid = null;
  let looked = null;

  /** Write what stands about the plot. @returns the pixels it takes above and below */
  function name(picture) {
    title.textContent = picture.name;
    notes.replaceChildren(...picture.notes);
    const beside = notes.offsetTop < plot.offsetTop + plot.offsetHeight;
    return title.offsetHeight + (beside ? 0 : notes.offsetHeight);
  }

  /**
   * @param tall the pixels there are for the plot, from the top to the bottom
   * @param picture {name, x, y: {values, log, title}, aspect or null, cells: {fill, labels, worn}, marks(at) -> elements,
   *   lines(canvas, box) or null, notes: elements}
   */
  function show(picture, tall) {
    const { em } = typeSize();
    const { x, y } = picture;
    plot.style.setProperty("--shape", picture.aspect ?? 1);
    plot.style.setProperty("--tall", `${heightIn(plot.clientWidth, tall, picture.aspect, em)}px`);
    box = boxIn(plot.clientWidth, plot.clientHeight, picture.aspect, em);
    if (box.width < 10 || box.height < 10) return;
    const shape = [x.values.length, y.values.length];
    grid = layout(shape, box);
    cells.show({ box, shape, ...picture.cells });
    lines.hidden = !picture.lines?.(lines, box);
    element.style.setProperty("--before", `${box.left}px`);
    element.style.setProperty("--behind", `${plot.clientWidth - box.left - box.width}px`);
    const across = (column) => ((column + 0.5) / shape[0]) * box.width;
    const up = (row) => (1 - (row + 0.5) / shape[1]) * box.height;
    const ground = svg("g");
    drawAxes(ground, box,
      { ticks: columnLabels(x.values, box.width / (3.6 * em), x.log), place: across },
      { ticks: columnLabels(y.values, box.height / (1.9 * em), y.log), place: up });
    const inside = svg("svg", { x: box.left, y: box.top, width: box.width, height: box.height });
    inside.append(...picture.marks((value, row) => [across(columnBetween(x.values, value, x.log)), up(columnBetween(y.values, row, y.log))],
      (cell) => [across(cell % shape[0]), up(Math.floor(cell / shape[0]))]));
    over.replaceChildren(ground, inside,
      svg("text", { class: "axis-title", "text-anchor": "middle", x: box.left + box.width / 2, y: box.top + box.height + 2.4 * em }, x.title),
      svg("text", { class: "axis-title", "text-anchor": "middle", transform: `translate(${box.left - 2.9 * em} ${box.top + box.height / 2}) rotate(-90)` }, y.title));
    look(looked);
  }

  /** Put the frame about a cell; null takes it away. Nothing else is drawn. */
  function look(cell) {
    looked = cell;
    frame.hidden = cell === null || !grid;
    if (frame.hidden) return;
    const { x, y, width, height } = grid.of(cell);
    const [wide, tall] = [Math.max(width, SMALLEST), Math.max(height, SMALLEST)];
    Object.assign(frame.style, { width: `${wide}px`, height: `${tall}px`,
      transform: `translate(${box.left + x + (width - wide) / 2}px, ${box.top + y + (height - tall) / 2}px)` });
  }

  return {
    element,
    plot,
    name,
    show,
    look,
    cellAt: (x, y) => grid && grid.at(x - box.left, y - box.top),
  };
}

const [LEFT, TOP, RIGHT, BOTTOM] = [3.7, 0.5, 0.8, 2.9]; // ems of the axes

/** How high a plot is that fills its width, or else the room there is. */
function heightIn(width, room, aspect, em) {
  return Math.floor(Math.min(room, (width - (LEFT + RIGHT) * em) / (aspect ?? TALLEST) + (TOP + BOTTOM) * em));
}

/** Room for the axes taken off; of an aspect, as large as it goes, in the middle. */
function boxIn(width, height, aspect, em) {
  const [left, top] = [LEFT * em, TOP * em];
  const room = { width: width - left - RIGHT * em, height: height - top - BOTTOM * em };
  const wide = Math.min(room.width, room.height * (aspect ?? WIDEST));
  const tall = aspect ? wide / aspect : room.height;
  return { left: Math.round(left + (room.width - wide) / 2), top, width: Math.round(wide), height: Math.round(tall) };
}
