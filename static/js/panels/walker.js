/** Who walks, and with which small steps: the optimizer and the settings of its differences. */
import { createCard } from "../card.js";
import { changed, entry, filled } from "../catalogue.js";
import { controlsOf, make } from "../controls.js";
import { feltBy, walkerOf } from "../gradients/races.js";
import { names, patched } from "../runs.js";
import { say, t } from "../words.js";

export function mount(element, store) {
  const list = make("ul", { className: "run-list" });
  const declared = entry("noises", feltBy(store.spec).kind);
  const fields = controlsOf(declared.settings, "felt.", filled(declared, feltBy(store.spec)), (name, value, settled) => {
    const { runs } = store.spec;
    const noise = changed(declared, feltBy(store.spec), name, value);
    store.put("spec", { runs: patched(runs, runs.indexOf(walkerOf(store.spec)), { noise }) }, { settled });
  });
  element.replaceChildren(
    make("h2", { className: "panel-title" }, t("gradients.walker")), list,
    make("h3", { className: "panel-title" }, say(declared.title)), make("div", { className: "fields" }, ...fields.major, ...fields.minor));
  let card = null;
  let shown = null;

  function show() {
    const { runs } = store.spec;
    const walker = walkerOf(store.spec);
    if (walker.look.id !== shown) {
      shown = walker.look.id;
      card = createCard(store, shown);
      list.replaceChildren(card.element);
    }
    const index = runs.indexOf(walker);
    card.update(walker, index, names(runs)[index], runs.length, true);
    fields.set(filled(declared, feltBy(store.spec)));
  }
  show();
  return store.on("spec", show);
}
