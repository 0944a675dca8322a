/** The slope at the point: its tangent plane in space, a needle that is turned there or on the map, and what it meets. */
import { make } from "../controls.js";
import { mount as mountCompass } from "../instruments/compass.js";
import { drawsInSpace } from "../layouts.js";
import { part } from "../part.js";
import { createNear } from "../slope/near.js";
import { createRose } from "../slope/rose.js";
import { besideSlope } from "../slope/standing.js";
import { createTakeaway } from "../slope/take.js";
import { whileOn } from "../tabs.js";
import { t } from "../words.js";

const PAUSE = 120; // milliseconds

/** @param more {space}: the element of the view in space */
export function mount(element, store, { space }) {
  const flat = make("p", { className: "note no-space", "data-testid": "no-space" }, t("slope.no-space"));
  flat.hidden = true;
  space.parentElement.before(flat);
  const empty = make("p", { className: "note on-its-way", hidden: true, "data-testid": "no-ground" }, t("figure.no-value"));

  /** Nothing of it is loaded before somebody looks. */
  function rise(takeaway) {
    const near = createNear(store, (ground) => {
      empty.hidden = ground;
      space.toggleAttribute("data-empty", !ground);
    });
    let rose = null;
    let stopSpace = null;
    let gone = false;
    /** Where one clicks one stands. */
    function stand(px, py) {
      const start = rose?.placeAt(px, py);
      if (start) store.put("spec", { start });
    }
    const look = () => {
      const { spec, view, data } = store;
      if (data.grid?.of === JSON.stringify(spec.surface)) near.look({ surface: spec.surface, at: spec.start ?? data.grid.begin, reach: view.reach });
      rose?.show({ degrees: view.needle, reach: view.reach });
    };
    part(import("../views/space.js")).then((view) => {
      if (gone) return;
      stopSpace = view.mount(space, near.store, { meaning: () => "slope.height", usual: ({ here }) => besideSlope(here?.grad ?? [0, 0]), click: stand });
      space.append(empty);
      const plot = space.querySelector(".plot");
      takeaway.space(plot, plot.querySelector(".backdrop"));
      rose = createRose(plot, (needle) => store.put("view", { needle }));
      look();
    });
    /** While something is dragged the ground waits for a pause: a body takes longer to draw than a frame. */
    let pause = 0;
    const soon = (_spec, _patch, { settled }) => {
      clearTimeout(pause);
      if (settled) look();
      else pause = setTimeout(look, PAUSE);
    };
    const stops = [
      () => clearTimeout(pause),
      store.on("spec", soon),
      store.on("data", (_data, patch) => "grid" in patch && look()),
      store.on("view", (_view, patch) => ("needle" in patch || "reach" in patch) && look()),
      near.stop,
    ];
    return () => {
      gone = true;
      rose?.stop();
      stopSpace?.();
      for (const stop of stops) stop();
    };
  }

  return whileOn(store, ["slope"], () => {
    const able = drawsInSpace();
    flat.hidden = able;
    space.hidden = !able;
    const takeaway = createTakeaway(store);
    const stops = [mountCompass(element, store, { plot: document.querySelector("#figure > .plot") }), ...(able ? [rise(takeaway)] : [])];
    takeaway.charts(element.querySelector(".compass-charts"));
    element.append(takeaway.element);
    return () => stops.forEach((stop) => stop());
  });
}
