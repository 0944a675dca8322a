/** A page of tabs: its main part says which is shown, for the style sheet, and each is seen from its top. */
import { place } from "./mounting.js";
import { t } from "./words.js";

/** Whoever turns to another tab begins at its top. */
export function fromTheTop() {
  for (const scrolled of [document.documentElement, ...place("main").querySelectorAll(".side, .beside")]) scrolled.scrollTop = 0;
}

/** @param also (main, spec) what else the page says of itself */
export function keepTab(store, also = () => {}) {
  const main = place("main");
  const { words } = place("tabs").dataset;
  function dress(now) {
    main.dataset.tab = now.tab;
    place("hint").textContent = t(`${words}.${now.tab}-hint`);
    also(main, now);
  }
  dress(store.spec);
  store.on("spec", (now) => {
    const turned = main.dataset.tab !== now.tab;
    dress(now);
    if (turned) fromTheTop();
  });
}
