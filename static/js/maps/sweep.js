/** A sweep over two numbers as a picture for a plane: dark is low, theory above it, the best cell in a ring. */
import { svg } from "../look.js";
import { symbol } from "../symbols.js";
import { paintNumbers, tally } from "../traces/shades.js";
import { nameOf } from "../words.js";
import { heatScale } from "./heat-scale.js";
import { STATES, wornBy } from "./looks.js";
import { theoryCurves, theoryNotes } from "./theory.js";

const RING = 9; // pixels from the middle of the best cell

/** What a swept number is called on its axis. */
export const axisName = (axis) => [nameOf(axis), symbol(axis.symbol)?.textContent].filter(Boolean).join(" ");

/** What all planes of the map share: {counts of each run, heat: the scale of the colours}. */
export const sweepScale = (map) => ({ counts: map.runs.map(({ state }) => tally(state)), heat: heatScale(map) });

export function sweepPicture({ about, runs, verdict }, run, { counts, heat }) {
  const one = runs[run];
  const axes = [about.x[run], about.y[run]].map((values, i) => ({ values, log: about.axes[i].log, title: axisName(about.axes[i]) }));
  const shape = axes.map(({ values }) => values.length);
  const curves = (about.theory ?? []).filter((curve) => curve.run === run);
  const best = verdict?.runs[run].best?.cell ?? null;
  return {
    name: one.label,
    x: axes[0],
    y: axes[1],
    aspect: null,
    cells: {
      fill: (pixels) => (heat ? paintNumbers(pixels, shape, one, heat, heat.base) : pixels.fill(0)),
      labels: one.state,
      worn: wornBy(STATES, counts[run]),
    },
    marks: (at, middle) => [...theoryCurves(curves, at), ...(best === null ? [] : [ring(middle(best), RING)])],
    notes: theoryNotes(curves),
  };
}

/** The ring about what is best. */
export const ring = ([cx, cy], r) => svg("g", { class: "map-best" }, ...["halo", "line"].map((name) => svg("circle", { class: name, cx, cy, r })));
