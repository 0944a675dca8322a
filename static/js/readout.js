/** The place and the loss under the pointer; and where it rests. */
import { heightAt, lossOf } from "./arrays.js";
import { make } from "./controls.js";
import { pretty } from "./numbers.js";
import { t } from "./words.js";

const STILL = 60; // milliseconds after which a pointer rests

const inside = ({ x: [x0, x1], y: [y0, y1] }, x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** The loss at a height of the picture, which is cut off near a pole; nothing beyond its rim. */
function lossWords(grid, height, drawn) {
  if (Number.isNaN(height)) return drawn ? `  ${t("figure.no-value")}` : "";
  const [low, high] = grid.cut;
  const sign = high && height >= grid.high ? "> " : low && height <= grid.low ? "< " : "";
  return `  ${t("loss")} ${sign}${pretty(Math.max(lossOf(grid, height), grid.floor ?? -Infinity))}`;
}

/**
 * @param at (px, py) -> {grid, place: [x, y]}, or false where there is nothing yet
 * @param rest told the place at which a pointer rests, null once it is gone; a finger, which hides its place, never rests
 * @returns what stops it
 */
export function createReadout(plot, at, rest) {
  const element = make("output", { className: "readout", "aria-hidden": "true", "data-part": "readout" });
  plot.append(element);
  let resting = 0;

  function read(event) {
    const box = plot.getBoundingClientRect();
    const found = at(event.clientX - box.left, event.clientY - box.top);
    if (!found) return;
    const [x, y] = found.place;
    const height = heightAt(found.grid, x, y);
    const loss = lossWords(found.grid, height, inside(found.grid, x, y));
    clearTimeout(resting);
    if (event.pointerType !== "touch") resting = setTimeout(rest, STILL, found.place);
    element.textContent = `x ${pretty(x, 4)}  y ${pretty(y, 4)}${loss}`;
  }

  function clear() {
    clearTimeout(resting);
    rest(null);
    element.textContent = "";
  }

  plot.addEventListener("pointermove", read);
  plot.addEventListener("pointerleave", clear);
  return () => {
    clearTimeout(resting);
    plot.removeEventListener("pointermove", read);
    plot.removeEventListener("pointerleave", clear);
  };
}
