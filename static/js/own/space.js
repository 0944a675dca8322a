/** A recording's plane as a landscape in space: the view of races, given a ground and a path of its own. */
import { Series } from "../arrays.js";
import { make } from "../controls.js";
import { createStore } from "../store.js";
import { t } from "../words.js";
import { mount } from "../views/space.js";

/** @param assets {script, sheet, more}: where Plotly lies @returns {element, stop()} */
export function createSpace({ name, slot }, grid, path, assets) {
  const element = make("div", { className: "space own-space", tabIndex: 0, role: "application", "aria-label": `${t("own.plane-of", { name })}. ${t("space.keys")}`, "data-testid": "own-space" });
  Object.assign(element.dataset, assets);
  const look = { id: 0, hidden: false, slot };
  const store = createStore({ spec: { runs: path ? [{ look }] : [], start: path ? [path.x[0], path.y[0]] : grid.begin }, view: { camera: null, frame: Infinity }, data: { grid, race: path && race(grid, path) } });
  const stop = mount(element, store);
  const themed = () => store.put("view", { theme: document.documentElement.dataset.theme });
  document.addEventListener("theme", themed);
  return {
    element,
    stop() {
      document.removeEventListener("theme", themed);
      stop();
    },
  };
}

function race(grid, path) {
  const series = new Series(path.x.length);
  Object.assign(series, { x: Float64Array.from(path.x), y: Float64Array.from(path.y), count: path.x.length });
  return { of: grid.of, ids: [0], series: [series], longest: path.x.length - 1 };
}
