/** A store seen by those who show a race, where the page works that race out from what it says itself. */

/** @param raceOf (spec of the page) -> spec of the race @returns a store whose spec is that race; all else is the page's own */
export function lensed(store, raceOf) {
  let of = null;
  let race = null;
  function seen(spec) {
    if (spec !== of) [of, race] = [spec, raceOf(spec)];
    return race;
  }
  return {
    get spec() {
      return seen(store.spec);
    },
    get view() {
      return store.view;
    },
    get data() {
      return store.data;
    },
    put: store.put,
    tellFrame: store.tellFrame,
    on: (name, ear) => store.on(name, name === "spec" ? (spec, patch, how) => ear(seen(spec), patch, how) : ear),
  };
}
