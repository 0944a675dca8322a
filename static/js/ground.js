/** Asks for the surface's grid whenever the surface, the window onto it or the aspect of the plot changes. */
import { Refusal, Silence, surface } from "./api.js";
import { heights } from "./arrays.js";
import { entry } from "./catalogue.js";
import { grown } from "./traces/outline.js";
import { fitted } from "./window.js";

const SIZE = 101; // points a side: more would not be seen, and the first picture waits for every byte

/** {minima, scales} of the surface, as the server says of it as it is set, until then as it is declared. */
export function groundOf({ spec: { surface: chosen }, data: { grid } }) {
  return grid?.of === JSON.stringify(chosen) ? grid : entry("surfaces", chosen.kind);
}

export function startSurveying(store) {
  let asked = "";
  let known = null; // {of, domain}: how far the last surface goes, which only the server knows
  let stop = new AbortController();

  async function survey() {
    const of = JSON.stringify(store.spec.surface);
    const whole = (domain) => (store.view.aspect ? fitted(domain, store.view.aspect) : domain);
    const range = store.view.range ?? (known?.of === of ? whole(known.domain) : null);
    const question = of + JSON.stringify(range);
    if (question === asked) return;
    asked = question;
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    try {
      const said = await surface(store.spec.surface, range, SIZE, signal);
      if (signal.aborted) return;
      known = { of, domain: said.domain };
      const enough = range || String(whole(said.domain)) === String(said.domain);
      // At first anything is better than nothing; later the old picture stays for the moment the rest takes.
      if (enough || !store.data.grid) store.put("data", { grid: gridOf(said, of) });
      if (enough) asked = of + JSON.stringify(range ?? said.domain);
      else survey();
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      asked = "";
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      const refused = error instanceof Refusal;
      store.put("data", { fault: refused ? { sentence: error.message, field: `surface.${error.field}` } : { silent: true } });
    }
  }

  /** What is drawn goes on a little beneath the holes, whose rims are finer. */
  function gridOf(said, of) {
    const found = heights(said);
    return { ...said, of, heights: found, beneath: grown(found, said.x[2]) };
  }

  store.on("spec", survey);
  store.on("view", (_view, patch) => {
    if ("range" in patch || "aspect" in patch) survey();
  });
  survey();
  return survey;
}
