/** A special figure that the link asks for by name (?instrument=fog). What it needs is loaded only then. */
import { worn } from "../guise.js";
import { part } from "../part.js";

const KNOWN = ["fog", "compass", "memory", "price"];

export function mount(element, store) {
  let shown = null;
  let stop = () => {};

  async function show(name) {
    if (name === shown) return;
    shown = name;
    stop();
    stop = () => {};
    element.replaceChildren();
    element.hidden = !name;
    if (!name) return;
    const instrument = await part(import(`../instruments/${name}.js`));
    if (name === shown) stop = instrument.mount(element, store, { plot: document.querySelector("#figure > .plot") });
  }

  const look = () => show(KNOWN.find((name) => name === worn("instrument")) ?? null);
  document.addEventListener("guise", look);
  look();
  return () => {
    document.removeEventListener("guise", look);
    show(null);
  };
}
