/** The plane of one recording and what is to be said of it: that of its file, or that of its path's two main directions; flat or in space. */
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { segments } from "../segments.js";
import { t } from "../words.js";
import { factsOf } from "./facts.js";
import { groundOf } from "./ground.js";
import { createPlane } from "./plane.js";
import { createSpace } from "./space.js";

/** @param assets where Plotly lies, as of `createSpace` @returns {element, draw(), stop()}; no element where there is no plane */
export function createTile(recording, assets) {
  const { id, slot, name, told } = recording;
  const grid = groundOf(recording);
  const views = [...(grid ? ["flat", "space"] : []), ...(told.own ? ["main"] : [])];
  if (!views.length) return { element: null, draw() {}, stop() {} };
  const testid = `own-plane-${slot}`;
  const choice = segments(`own-view-${id}`, views.map((one) => [one, t(`own.${one}`)]), t("own.view"), turn);
  choice.element.removeAttribute("data-part"); // there may be several
  choice.element.dataset.fleeting = "";
  const stage = make("div", { className: "own-stage" });
  const facts = make("ul", { className: "own-facts", "data-testid": `${testid}-facts` });
  const element = make("figure", { className: "study-figure own-tile", "data-testid": testid },
    make("div", { className: "own-tile-head" }, make("h3", { className: "study-figure-title" }, swatch(slot), " ", t("own.plane-of", { name })), ...(views.length > 1 ? [choice.element] : [])), stage, facts);
  let drawn = null; // {element, draw, stop}

  function turn(view) {
    drawn?.stop();
    const main = view === "main";
    const path = main ? told.own : told.path;
    const names = main ? [t("own.first"), t("own.second")] : told.plane.names ?? [t("own.direction-1"), t("own.direction-2")];
    const flat = createPlane(recording, main ? null : grid, path, names, `own-plate-${slot}`);
    drawn = view === "space" ? withSpace(flat, createSpace(recording, grid, path, assets)) : flat;
    choice.set(view, true);
    stage.replaceChildren(drawn.element);
    facts.replaceChildren(...factsOf(recording, grid, path, main).map((words) => make("li", {}, words)));
    drawn.draw();
  }

  turn(views[0]);
  return { element, draw: () => drawn.draw(), stop: () => drawn.stop() };
}

/** What is drawn in space cannot be taken away as a picture: the flat one waits behind it for that. */
function withSpace(flat, space) {
  flat.element.className = "own-spare";
  return {
    element: make("div", {}, space.element, flat.element),
    draw: flat.draw,
    stop() {
      space.stop();
      flat.stop();
    },
  };
}
