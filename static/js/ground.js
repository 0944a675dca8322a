/** Asks for the surface's grid whenever the surface or the window onto it changes. */
import { Refusal, Silence, surface } from "./api.js";
import { heights } from "./arrays.js";

const SIZE = 101; // points a side: more would not be seen, and the first picture waits for every byte

export function startSurveying(store) {
  let asked = "";
  let stop = new AbortController();

  async function survey() {
    const of = JSON.stringify(store.spec.surface);
    const { range } = store.view;
    const question = of + JSON.stringify(range);
    if (question === asked) return;
    asked = question;
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    try {
      const said = await surface(store.spec.surface, range, SIZE, signal);
      if (signal.aborted) return;
      store.put("data", { grid: { ...said, of, range, heights: heights(said) } });
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      asked = "";
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      const refused = error instanceof Refusal;
      store.put("data", { fault: refused ? { sentence: error.message, field: error.field } : { silent: true } });
    }
  }

  store.on("spec", survey);
  store.on("view", (_view, patch) => {
    if ("range" in patch) survey();
  });
  survey();
  return survey;
}
