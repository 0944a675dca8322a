/** The window of a plot as it is on the screen this moment, gestures included, for what others draw over it. */

const maps = new WeakMap();

/** From now on `plot` shows its places by `map`: an answer of `mapOf` or, in space, what `views/space.js` tells. */
export function tellMap(plot, map) {
  maps.set(plot, map);
  plot.dispatchEvent(new CustomEvent("map"));
}

/** Be told the map, at once if there is one and whenever it is told again; the answer stops listening. */
export function followMap(plot, ear) {
  const tell = () => maps.has(plot) && ear(maps.get(plot));
  plot.addEventListener("map", tell);
  tell();
  return () => plot.removeEventListener("map", tell);
}
