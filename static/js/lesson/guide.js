/**
 * Which step of the lesson is shown. Entering a step sets the race and how it is looked at; what the reader changes then
 * is the reader's, until the way back. Events: "enter" (step, index), "open" (step: no question stands before its run),
 * "told" (its reason has come), "strayed" (whether the race is the reader's own).
 */
import { Misspelt } from "../pieces.js";
import { dressed, wire } from "../runs.js";
import { usualView, viewpoint } from "../viewpoint.js";
import { createRecord } from "./record.js";

/** What a race may have and a step's spec may leave out. */
const BARE = { start: undefined, tolerance: undefined, budget: undefined, repeats: undefined, seed: 0, noise: { kind: "none" }, steps: 200 };

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @param steps [{id, spec, view, panels, instrument, chart, study, figures, facts, page, tab}] as the page brings them */
export function createGuide(store, steps) {
  const ears = { enter: new Set(), open: new Set(), told: new Set(), strayed: new Set() };
  const record = createRecord(document.querySelector("[data-slug]").dataset.slug);
  const tell = (name, ...said) => ears[name].forEach((ear) => ear(...said));
  let current = 0;
  let strayed = false;
  let asked = "";

  const same = () => JSON.stringify(wire(store.spec)) === asked;

  function listen() {
    const now = !same();
    if (now !== strayed) tell("strayed", (strayed = now));
  }

  const guide = {
    steps,
    record,
    get current() {
      return current;
    },
    on(name, ear) {
      ears[name].add(ear);
    },
    /** Show a step. The run waits at its start while its question is open. */
    enter(index) {
      current = Math.max(0, Math.min(steps.length - 1, index));
      const step = steps[current];
      const { frame = 0, ...view } = looked(step.view);
      const before = JSON.stringify(wire(store.spec));
      const { speed } = store.view;
      store.put("view", { ...usualView, ...view, speed, frame, playing: false, rerun: false, broken: null });
      store.put("spec", { ...BARE, ...step.spec, runs: dressed(structuredClone(step.spec.runs)) }, { settled: true, travelled: true });
      asked = JSON.stringify(wire(store.spec));
      if (strayed) tell("strayed", (strayed = false));
      record.seen(step.id);
      tell("enter", step, current);
      if (!guide.waits()) guide.reveal(before !== asked && store.data.race !== null);
    },
    /** The race of the step again, whatever the reader has made of it. */
    back() {
      guide.enter(current);
    },
    /** Whether the step's question is still open. */
    waits: () => Boolean(steps[current].asks) && !record.answered(steps[current].id),
    told: () => tell("told"),
    /** The run, from its start; `coming` when the race that is to play is not here yet. */
    reveal(coming = false) {
      tell("open", steps[current]);
      if ("at" in steps[current].view) return;
      if (still.matches) store.put("view", { frame: Infinity, playing: false });
      else if (coming) store.put("view", { rerun: true });
      else store.put("view", { frame: 0, playing: true });
    },
  };
  store.on("spec", listen);
  return guide;
}

/** The view that a step's words stand for; what cannot be read is left as usual. */
function looked(words) {
  const view = {};
  for (const [key, text] of Object.entries(words)) {
    try {
      view[viewpoint[key].field] = viewpoint[key].read(text);
    } catch (error) {
      if (!(error instanceof Misspelt)) throw error;
    }
  }
  return view;
}
