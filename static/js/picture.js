/** The still ground of the figure: painted on our own canvas at once, then by Plotly as soon as it is at rest. */
import { paintHole } from "./hole.js";
import { clear, draw } from "./plot.js";
import { paintBands } from "./traces/bands.js";
import { contourFigure } from "./traces/contour.js";
import { mapOf } from "./window.js";

const REST = 180; // milliseconds without a new picture before Plotly is asked for one

/** @param canvas ours @param backdrop Plotly's element, lying over it @param hole what lies over both, as of `createHole` */
export function createPicture(canvas, backdrop, hole) {
  let turn = 0;
  let timer = 0;

  /** Show `grid` through `range`; the canvas is right when this returns, Plotly follows. */
  function show(grid, range, levels, colours, width, height) {
    turn += 1;
    backdrop.style.opacity = "0";
    backdrop.ariaBusy = "true";
    paint(canvas, grid, range, levels, colours, width, height);
    hole.show(grid, mapOf(range, width, height));
    clearTimeout(timer);
    timer = setTimeout(settle, REST, turn, contourFigure(grid, range, levels, colours, width, height));
  }

  async function settle(mine, figure) {
    try {
      await draw(backdrop, figure);
    } catch (error) {
      if (error.message !== "plotly.js did not load") throw error;
      backdrop.ariaBusy = "false";
      return; // our own picture stays
    }
    if (mine === turn) Object.assign(backdrop, { ariaBusy: "false" }).style.opacity = "1";
    canvas.dispatchEvent(new CustomEvent("settled", { bubbles: true }));
  }

  return {
    show,
    stop() {
      clearTimeout(timer);
      clear(backdrop);
    },
  };
}

/** Paint a grid into a canvas of this size in CSS pixels. */
export function paint(canvas, grid, range, levels, colours, width, height) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(w, h);
  paintBands(image.data, w, h, grid, range, levels, colours);
  pen.putImageData(image, 0, 0);
  paintHole(pen, grid, range, width, height, ratio, colours.hole);
}
