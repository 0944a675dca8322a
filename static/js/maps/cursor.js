/** What is looked at: under the pointer, or where arrow keys, a click or a finger have led. One for all plots of a map. */
import { step } from "../traces/cells.js";

/**
 * A spot is {run, cell}.
 * @param on {look(spot or null, held), open(spot, newTab)} @returns {listen(plot, run, at, way), spot(), drop()}
 */
export function createCursor(on) {
  let pointed = null;
  let held = null;

  const tell = () => on.look(pointed ?? held, !pointed && Boolean(held));

  return {
    /** The spot that is looked at, or null. */
    spot: () => pointed ?? held,
    /** Forget all: another map is on its way. */
    drop() {
      pointed = held = null;
      tell();
    },
    /**
     * @param at (x, y) in pixels of the plot -> spot or null
     * @param way {shape() -> [columns, rows], first() -> cell, next(spot, key) -> spot or null; beyond what `step` knows}
     */
    listen(plot, run, at, way) {
      const under = (event) => {
        const box = plot.getBoundingClientRect();
        return at(event.clientX - box.left, event.clientY - box.top);
      };
      let finger = false;
      plot.addEventListener("pointerdown", (event) => {
        finger = event.pointerType === "touch";
        if (finger) held = under(event) ?? held;
        tell();
      });
      plot.addEventListener("pointermove", (event) => {
        if (event.pointerType === "touch") held = under(event) ?? held;
        else pointed = under(event);
        tell();
      });
      plot.addEventListener("pointerleave", () => {
        pointed = null;
        tell();
      });
      // A finger hides what it presses: it reads, and the words beneath lead on.
      plot.addEventListener("click", (event) => {
        held = under(event) ?? held;
        pointed = null;
        tell();
        if (held && !finger) on.open(held, event.ctrlKey || event.metaKey);
      });
      plot.addEventListener("keydown", (event) => {
        if (event.altKey || (event.key !== "Enter" && (event.ctrlKey || event.metaKey))) return;
        const from = held ?? { run, cell: way.first() };
        const next = way.next?.(from, event.key) ?? along(from, event, way.shape());
        if (!next && (event.key === "Escape" ? !held : event.key !== "Enter")) return;
        event.preventDefault();
        event.stopPropagation();
        const opened = event.key === "Enter" && held;
        pointed = null;
        held = event.key === "Escape" ? null : held && next ? next : from;
        tell();
        if (opened) on.open(held, event.ctrlKey || event.metaKey);
      });
      // The other plane is looked at in the same place.
      plot.addEventListener("focus", () => (held &&= way.next ? held : { run, cell: held.cell }));
    },
  };
}

const LEAP = 16; // of the columns and rows that Shift skips

/** The spot an arrow key leads to, null for other keys. */
function along({ run, cell }, { key, shiftKey }, shape) {
  const times = shiftKey ? Math.max(1, Math.round(Math.max(...shape) / LEAP)) : 1;
  let next = cell;
  for (let i = 0; i < times && next !== null; i++) next = step(next, key, shape, true);
  return next === null ? null : { run, cell: next };
}
