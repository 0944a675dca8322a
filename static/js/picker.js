/** Which run is meant by a place on the map; the pointer tells where one can be picked. */
import { nearestCurve } from "./traces/nearest.js";
import { t } from "./words.js";

const REACH = matchMedia("(pointer: coarse)").matches ? 14 : 8; // pixels from a path at which it is meant

/** @param seen () -> {curves, map, frame} as they are on the plot, or false where there is nothing yet */
export function createPicker(plot, seen) {
  /** The slot of the run whose path passes a pixel, or undefined. */
  function slotAt(x, y) {
    const now = seen();
    return now ? now.curves[nearestCurve(now.curves, now.map, now.frame, x, y, REACH)]?.slot : undefined;
  }

  function hover({ buttons, clientX, clientY }) {
    if (buttons) return;
    const box = plot.getBoundingClientRect();
    const found = slotAt(clientX - box.left, clientY - box.top) !== undefined;
    if (plot.classList.toggle("on-path", found) !== Boolean(plot.title)) plot.title = found ? t("run.inspect") : "";
  }
  plot.addEventListener("pointermove", hover);

  return { slotAt, stop: () => plot.removeEventListener("pointermove", hover) };
}
