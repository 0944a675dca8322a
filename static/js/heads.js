/** The heads of the runs: one small element each, moved by `transform` alone. */
import { head } from "./look.js";
import { place } from "./trails.js";

const INSET = 10; // a run that left the view keeps its cross at the border

/** @param layer an element that covers the plot */
export function createHeads(layer) {
  let heads = [];

  return {
    /** Make the heads of these curves anew. */
    show(curves) {
      heads = curves.map((curve) => ({ curve, element: head(curve.slot), ended: null }));
      layer.replaceChildren(...heads.map(({ element }) => element));
    },

    /** Move every head to where its run is at `frame`; where they are `kept`, none leaves the plot. */
    move(map, frame, width, height, kept = false) {
      for (const one of heads) {
        const { curve, element } = one;
        const { series } = curve;
        const gone = curve.hidden || series.count === 0;
        if (element.style.display !== (gone ? "none" : "")) element.style.display = gone ? "none" : "";
        if (gone) continue;
        const last = series.last(frame);
        let [x, y] = place(map, curve, last);
        const broke = series.result?.status === "diverged" && last === series.count - 1;
        if (broke !== one.ended) element.classList.toggle("broken", (one.ended = broke));
        if (broke || kept) {
          const inset = kept ? 0 : INSET;
          x = Math.min(width - inset, Math.max(inset, x));
          y = Math.min(height - inset, Math.max(inset, y));
        }
        element.style.transform = `translate(${x}px, ${y}px)`;
      }
    },
  };
}
