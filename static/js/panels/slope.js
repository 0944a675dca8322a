/** The slope in any direction at the point: a needle that is turned on the map, and what it meets. */
import { mount as mountCompass } from "../instruments/compass.js";
import { whileOn } from "../tabs.js";

export function mount(element, store) {
  return whileOn(store, ["slope"], () => mountCompass(element, store, { plot: document.querySelector("#figure > .plot") }));
}
