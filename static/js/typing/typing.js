/** Typing a surface: the controls of a text that the server reads, and of the window that goes with it. */
import { Silence, typedFormula } from "../api.js";
import { changed } from "../catalogue.js";
import { make } from "../controls.js";
import { fitted } from "../runs.js";
import { exampleList } from "./examples.js";
import { textField } from "./field.js";
import { createTold } from "./told.js";
import { windowField } from "./window-field.js";

/**
 * @param declared the surface @param pick (surface, scales): begin anew on another surface
 * @returns {builders, stop}: what builds the controls of such settings, for controls.js
 */
export function typingOf(store, declared, pick) {
  const looks = []; // of what depends on what is seen
  const stops = [store.on("view", (_view, patch) => "range" in patch && looks.forEach((look) => look()))];

  /** Another formula: rates that nobody has set go with it, all else stays. */
  function text(setting, field, value) {
    const told = createTold();
    const { element, set, stop } = textField(setting, field, value, {
      read: (typed, signal) => typedFormula({ ...store.spec.surface, [setting.name]: typed }, signal),
      change(typed, settled, said) {
        const { surface, runs } = store.spec;
        store.put("spec", {
          surface: changed(declared, surface, setting.name, typed),
          runs: said ? runs.map((run) => fitted(run, said.scales)) : runs,
        }, { settled });
      },
      heard: told.show,
    });
    stops.push(stop);
    const examples = exampleList(declared.examples, setting.name, begin);
    return { element: make("div", {}, element, told.element, examples), set };
  }

  async function begin(settings) {
    const surface = Object.entries(settings).reduce((chosen, [name, value]) => changed(declared, chosen, name, value), { kind: declared.kind });
    let { scales } = declared;
    try {
      scales = (await typedFormula(surface)).scales;
    } catch (error) {
      if (!(error instanceof Silence)) throw error; // whoever asks next will hear of it, too
    }
    pick(surface, scales);
  }

  function window(setting, field, _value, change) {
    const built = windowField(setting, field, (edges, settled) => {
      store.put("view", { range: null });
      change(edges, settled);
    }, () => store.view.range);
    looks.push(() => built.look());
    return built;
  }

  return { builders: { text, window }, stop: () => stops.forEach((stop) => stop()) };
}
