/** Which path is whose, in one line: for a frame in slides, where there is no table. */
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { names } from "../runs.js";

export function mount(element, store) {
  let shown = "";
  function show() {
    const called = names(store.spec.runs);
    const seen = store.spec.runs.map(({ look }, i) => [look.slot, called[i], look.hidden]).filter(([, , hidden]) => !hidden);
    const now = JSON.stringify(seen);
    if (now === shown) return;
    shown = now;
    element.replaceChildren(...seen.map(([slot, name]) => make("li", {}, swatch(slot), make("span", {}, name))));
  }
  const quit = store.on("spec", show);
  show();
  return quit;
}
