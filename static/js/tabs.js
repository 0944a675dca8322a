/** The tabs of the page of gradients, of which the spec names one, and what is there for some of them only. */

/** The first goes without saying. */
export const TABS = ["check", "walk", "slope", "guess"];

/** Have something only while one of `tabs` is shown. @param mount () -> stop @returns what ends it for good */
export function whileOn(store, tabs, mount) {
  let stop = null;
  function look() {
    const wanted = tabs.includes(store.spec.tab);
    if (wanted === Boolean(stop)) return;
    stop?.();
    stop = wanted ? mount() : null;
  }
  const quit = store.on("spec", look);
  look();
  return () => {
    quit();
    stop?.();
  };
}
