/** The tabs of a page, of which the spec names one, and what is there for some of them only. */

const { names = "", words = "" } = document.getElementById("tabs")?.dataset ?? {};

/** The first goes without saying; none where the page has no tabs. */
export const TABS = names.split(" ").filter(Boolean);

/** What the keys of the words about them begin with. */
export const SPOKEN = words;

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
