/**
 * One place for everything the page knows, in three drawers:
 *   spec  what is asked (mirrored into the link)
 *   view  how it is looked at (frame, playing, axes, theme)
 *   data  what the server said
 * A fourth voice, "frame", is told once per animation frame and keeps nothing.
 *
 * Drawers are replaced, never changed in place, so that a listener can compare; `view.frame` alone is
 * moved in place by the player, because nobody should be woken for it but the listeners of "frame".
 */
export function createStore({ spec, view, data }) {
  const drawers = { spec, view, data };
  const ears = { spec: new Set(), view: new Set(), data: new Set(), frame: new Set() };

  return {
    get spec() {
      return drawers.spec;
    },
    get view() {
      return drawers.view;
    },
    get data() {
      return drawers.data;
    },
    /** Lay `patch` over a drawer. `how.settled` is false while a control is still being dragged. */
    put(name, patch, how = { settled: true }) {
      drawers[name] = { ...drawers[name], ...patch };
      for (const ear of [...ears[name]]) ear(drawers[name], patch, how);
    },
    /** Tell everyone who draws that this is the moment. */
    tellFrame(frame) {
      for (const ear of ears.frame) ear(frame);
    },
    /** Listen; the answer stops listening. */
    on(name, ear) {
      ears[name].add(ear);
      return () => ears[name].delete(ear);
    },
  };
}
