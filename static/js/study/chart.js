/** One figure of a study: a chart that grows, and is read with the pointer or the arrow keys. */
import { createPlate } from "../bench/plate.js";
import { make } from "../controls.js";
import { typeSize } from "../look.js";
import { pretty } from "../numbers.js";
import { STRIDES } from "../strides.js";
import { symbol } from "../symbols.js";
import { ticksOf } from "../traces/scale.js";
import { say, t } from "../words.js";
import { cellsOf, createCellKey, stepped } from "./cells.js";
import { cursor, dots, drawn, placing } from "./drawing.js";
import { highest, lanesOf } from "./lanes.js";
import { legendOf, swatch } from "./legend.js";
import { namedTicks, placeTicks, scalesOf } from "./scales.js";
import { rowWords, rowsOf, seriesWords, together } from "./words.js";

/**
 * @param figure as the catalogue declares it @param looks those of its series
 * @param set (value) where what is across is a setting of the study as well: pressing the chart sets it; else null
 * @returns {element, call(title, option), show(found), stop()}: its title may say more than that of the figure
 */
export function createStudyChart(figure, looks, set = null) {
  const plate = createPlate(`study-plate-${figure.name}`, say(figure.title));
  const plot = plate.element.querySelector(".plot");
  const told = make("p", { className: "for-ears", "aria-live": "polite", "data-testid": `study-told-${figure.name}` });
  const tip = make("div", { className: "study-tip", "aria-hidden": "true", "data-fleeting": "", hidden: true });
  const stage = make("div", { className: set ? "study-plot study-sets" : "study-plot", tabIndex: 0, role: "application", "data-testid": `study-plot-${figure.name}`,
    "aria-label": `${say(figure.title)}. ${t(set ? "study.keys-set" : "study.keys")}` }, plate.element, tip);
  const heading = make("h3", { className: "study-figure-title" }, say(figure.title));
  const grid = cellsOf(figure);
  const shades = grid && createCellKey(grid);
  const axis = ({ title, symbol: latex, titles }, option) => [say(titles[option] ?? title), ...(latex ? ["\u00a0", symbol(latex)] : [])];
  const up = make("p", { className: "study-axis" }, ...axis(figure.up));
  const across = make("p", { className: "study-axis study-across" }, ...axis(figure.across));
  const element = make("figure", { className: "study-figure", "data-testid": `study-figure-${figure.name}` },
    heading,
    up, stage, across,
    make("ul", { className: "study-legend" }, ...(shades ? [shades.element] : []), ...legendOf(figure, looks)), told);

  plate.element.toggleAttribute("data-equal", Boolean(figure.equal));
  const strips = lanesOf(figure.series);
  if (strips) plate.element.style.setProperty("--lanes", `${highest(strips)}rem`);

  let title = say(figure.title);
  let found = null;
  let scales = null;
  let read = {}; // its columns as they are read off
  let rows = [];
  let pointed = null; // the row under the pointer
  let held = null; // the row that arrow keys have led to

  const row = () => [pointed, held].find((one) => rows.includes(one)) ?? null;
  const ticks = (scale, { each, column, names }, count) => (names.length ? namedTicks(scale, names) : each ? placeTicks(scale, found.columns[figure.name][column], count) : scale.lanes ? [] : ticksOf(scale, count));
  const steps = (name) => (count) => ticks(scales[name], figure[name], count).map(({ share, label }) => ({ at: share, label }));

  function draw() {
    told.textContent = row() === null ? "" : rowWords(figure, read, row());
    tip.hidden = row() === null;
    if (!scales) {
      plate.show({ from: 0, to: 1, ticks: [] }, { from: 0, to: 1, ticks: [] }, () => []);
      return;
    }
    const state = { columns: found.columns[figure.name], marks: found.marks[figure.name], looks };
    plate.show({ from: 0, to: 1, ticks: steps("across") }, { from: 0, to: 1, ticks: steps("up") }, ({ width, height }) => {
      const box = { width, height, em: typeSize().em };
      const at = placing(scales, box);
      if (row() === null) return drawn(figure, state, at, box);
      readOff(read, row());
      const spot = dots(figure, { ...state, columns: read }, at, box, row());
      tip.classList.toggle("left", spot[0].x > width / 2);
      tip.classList.toggle("low", spot.reduce((sum, { y }) => sum + y, 0) < (height / 2) * spot.length);
      return [...drawn(figure, state, at, box), ...cursor(spot, box)];
    });
  }

  /** The numbers of a row. */
  function readOff(columns, one) {
    const lines = figure.series.map((series, i) => [series, swatch(series, looks[i], columns[series.column]?.[one]), seriesWords(series, columns, one)]).filter(([, , said]) => said !== null);
    const places = [figure.across, figure.up].filter(({ column }) => column);
    tip.replaceChildren(...places.map(({ title, column }) => make("p", {}, `${say(title)} `, make("b", {}, pretty(columns[column][one], 4)))),
      ...lines.map(([series, piece, said]) => make("p", {}, piece, say(series.title), make("b", {}, said))));
  }

  /** The row whose place is nearest to a pixel of the window: of cells, on both axes. */
  function under({ clientX, clientY }) {
    const { left, top, width, height } = plot.getBoundingClientRect();
    if (!scales || !rows.length) return null;
    const { x, y } = placing(scales, { width, height, em: typeSize().em });
    const away = (one) => Math.hypot(x(read[figure.across.column][one]) - (clientX - left), grid ? y(read[figure.up.column][one]) - (clientY - top) : 0);
    return rows.reduce((best, one) => (away(one) < away(best) ? one : best));
  }

  /** Where a key leads. */
  function led(key) {
    const from = rows.indexOf(held);
    if (grid && from >= 0) return stepped(figure, read, rows, held, key);
    return rows[from < 0 && Math.abs(STRIDES[key]) < Infinity ? 0 : Math.max(0, Math.min(rows.length - 1, from + STRIDES[key]))];
  }

  const take = () => held !== null && set?.(read[figure.across.column][held]);

  function point(next) {
    if (next === pointed) return;
    pointed = next;
    draw();
  }

  stage.addEventListener("pointermove", (event) => event.pointerType !== "touch" && point(under(event)));
  stage.addEventListener("pointerleave", () => point(null));
  stage.addEventListener("click", (event) => {
    held = under(event);
    take();
    draw();
  });
  stage.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    const known = key in STRIDES || (held !== null && (key === "Escape" || (set && key === "Enter")));
    if (altKey || ctrlKey || metaKey || !rows.length || !known) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Enter") {
      take();
      return;
    }
    held = key === "Escape" ? null : led(key);
    draw();
  });

  return {
    element,
    /** @param option that is chosen of the setting which the figure is of */
    call(words, option) {
      title = words;
      heading.textContent = words;
      up.replaceChildren(...axis(figure.up, option));
      across.replaceChildren(...axis(figure.across, option));
    },
    /** While an answer is coming its axes hold what was seen of it, so that they only grow. */
    show(next) {
      const columns = next.columns[figure.name];
      scales = scalesOf(figure, { columns, marks: next.marks[figure.name] }, next.busy ? scales : null);
      found = next;
      read = together(figure, columns);
      rows = rowsOf(figure, read);
      shades?.show(scales);
      if (figure.equal && scales) plate.element.style.setProperty("--ratio", (scales.across.high - scales.across.low) / (scales.up.high - scales.up.low));
      plate.say(rows.length ? `${title}. ${rowWords(figure, read, rows.at(-1))}` : title);
      draw();
    },
    stop: () => plate.stop(),
  };
}
