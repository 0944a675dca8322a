/** One or two planes side by side, which are looked at in the same cell. */
import { make } from "../controls.js";
import { t } from "../words.js";
import { basinPicture, basinScale } from "./basin.js";
import { basinLegend, sweepLegend } from "./legend.js";
import { createPlane } from "./plane.js";
import { sweepPicture, sweepScale } from "./sweep.js";

/** @param cursor as of `createCursor` @returns {element, legend, show(map, grid), look(spot), spots(spot), stop()} */
export function createPlanes(cursor, again) {
  const element = make("div", { className: "map-planes" });
  const watcher = new ResizeObserver(again);
  let planes = [];
  let map = null;

  function become(count) {
    if (planes.length === count) return;
    for (const { plot } of planes) watcher.unobserve(plot);
    planes = Array.from({ length: count }, (_, run) => {
      const plane = createPlane();
      watcher.observe(plane.plot);
      cursor.listen(plane.plot, run, (x, y) => {
        const cell = plane.cellAt(x, y);
        return cell === null ? null : { run, cell };
      }, { shape, first });
      return plane;
    });
    element.dataset.count = count;
    element.replaceChildren(...planes.map((plane) => plane.element));
  }

  const shape = () => (map.kind === "basin" ? [map.about.x, map.about.y] : [map.about.x[0], map.about.y[0]]).map((values) => values.length);

  /** Where the keys begin: at the best cell, else in the middle. */
  function first() {
    const [columns, rows] = shape();
    return map.verdict?.runs[0].best?.cell ?? Math.floor(rows / 2) * columns + Math.floor(columns / 2);
  }

  return {
    element,
    /** @param room the pixels there are from the top to the bottom @returns the items of the legend */
    show(next, grid, room) {
      map = next;
      become(map.runs.length);
      const basin = map.kind === "basin";
      const scale = basin ? basinScale(map) : sweepScale(map);
      const pictures = planes.map((_, run) => (basin ? basinPicture(map, run, scale, grid) : sweepPicture(map, run, scale)));
      const about = Math.max(...planes.map((plane, run) => plane.name(pictures[run])));
      planes.forEach((plane, run) => {
        plane.show(pictures[run], room - about);
        plane.plot.setAttribute("aria-label", `${map.runs[run].label}. ${t("map.keys")}`);
      });
      return basin ? basinLegend(scale) : sweepLegend(map, scale);
    },
    look: (spot) => planes.forEach((plane) => plane.look(spot?.cell ?? null)),
    /** The spots that are told of together. */
    spots: ({ cell }) => map.runs.map((_, run) => ({ run, cell })),
    stop: () => watcher.disconnect(),
  };
}
