/** The place and the loss under the pointer. */
import { heightAt, lossOf } from "./arrays.js";
import { make } from "./controls.js";
import { pretty } from "./numbers.js";
import { t } from "./words.js";

/** @param at (px, py) -> {grid, place: [x, y]}, or false where there is nothing yet. The answer stops it. */
export function createReadout(plot, at) {
  const element = make("output", { className: "readout", "aria-hidden": "true", "data-part": "readout" });
  plot.append(element);

  function read(event) {
    const box = plot.getBoundingClientRect();
    const found = at(event.clientX - box.left, event.clientY - box.top);
    if (!found) return;
    const [x, y] = found.place;
    const height = heightAt(found.grid, x, y);
    const loss = Number.isNaN(height) ? "" : `  ${t("loss")} ${pretty(Math.max(lossOf(found.grid, height), found.grid.floor ?? -Infinity))}`;
    element.textContent = `x ${pretty(x, 4)}  y ${pretty(y, 4)}${loss}`;
  }
  const clear = () => (element.textContent = "");

  plot.addEventListener("pointermove", read);
  plot.addEventListener("pointerleave", clear);
  return () => {
    plot.removeEventListener("pointermove", read);
    plot.removeEventListener("pointerleave", clear);
  };
}
