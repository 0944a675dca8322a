/** The ways to lay the race out, and what each of them needs on the page. */
import { part as arrived } from "./part.js";

/** The first is the usual one. */
export const LAYOUTS = ["map", "space", "both", "tiles"];

let able = null;

/** Whether this browser has WebGL; asked once, and only when it matters. */
export function drawsInSpace() {
  if (able === null) {
    const pen = document.createElement("canvas").getContext("webgl");
    able = Boolean(pen);
    pen?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers grant only a few at a time
  }
  return able;
}

/** The parts that `show` puts on the page: where there is no WebGL, the map stands in. */
export function places(show) {
  if (show === "tiles") return ["tiles"];
  if (show === "map" || !drawsInSpace()) return ["map"];
  return show === "both" ? ["map", "space"] : ["space"];
}

/** Show what belongs to `show` in the element that holds all parts. */
export function layOut(element, show) {
  const shown = places(show);
  for (const part of element.querySelectorAll("[data-place]")) part.hidden = !shown.includes(part.dataset.place);
  element.closest(".stage").dataset.show = show;
}

/** Mount a part when it is first looked at: `mount(module)` gets the module of its folder. */
export function whenLookedAt(store, part, mount) {
  function look() {
    if (!places(store.view.show).includes(part)) return;
    stop();
    arrived(import(`./views/${part}.js`)).then(mount);
  }
  const stop = store.on("view", (_view, patch) => "show" in patch && look());
  look();
}
