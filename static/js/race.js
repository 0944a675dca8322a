/** Asks for the race whenever the spec changes what a number would be. The old race stays until the new one's first points are here. */
import { Refusal, Silence } from "./api.js";
import { Series } from "./arrays.js";
import { wire } from "./runs.js";
import { race as ask } from "./stream.js";

const SHORTEST = 50; // milliseconds between two questions while a control is dragged
const PATIENT = 400; // after so long without a point the page says that it waits

export function startRacing(store) {
  let asked = "";
  let stop = new AbortController();
  let timer = 0;
  let pause = SHORTEST;

  function begin() {
    timer = 0;
    const spec = wire(store.spec);
    asked = JSON.stringify(spec);
    stop.abort();
    stop = new AbortController();
    follow(spec, store.spec.runs.map((run) => run.look.id), stop.signal);
  }

  async function follow(spec, ids, signal) {
    const since = performance.now();
    const waiting = setTimeout(() => store.put("data", { waiting: true }), PATIENT);
    let race = null;
    const hear = (name, said) => {
      if (signal.aborted) return;
      if (name === "start") {
        const series = said.runs.map(() => new Series(said.steps + 1));
        race = { of: JSON.stringify(spec.surface), steps: said.steps, starts: said.runs.map((run) => run.start), ids, series, ended: false };
      } else if (name === "frame") {
        for (const { run, from, ...columns } of said.runs) race.series[run].fill(from, columns);
        clearTimeout(waiting);
        // Never ask faster than answers come, or a slow server would never be seen to answer.
        pause = Math.max(SHORTEST, performance.now() - since);
        store.put("data", { race, fault: null, waiting: false });
      } else if (name === "done") {
        said.runs.forEach((result, i) => (race.series[i].result = result));
        race.ended = true;
        store.put("data", { race });
      } else if (name === "failed") {
        store.put("data", { fault: { sentence: said.detail, field: "" } });
      }
    };
    try {
      await ask(spec, hear, signal);
    } catch (error) {
      // Cut short: what is here is all there will be.
      if (race) race.ended = true;
      if (error.name === "AbortError" || signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      if (error instanceof Refusal) refused(error, spec);
      else store.put("data", { fault: { silent: true } });
    } finally {
      clearTimeout(waiting);
      if (!signal.aborted && store.data.waiting) store.put("data", { waiting: false });
    }
  }

  /** The old race stays beside the sentence, unless it ran on another surface than the one that is shown by now. */
  function refused({ message: sentence, field }, spec) {
    const { race } = store.data;
    const elsewhere = race && race.of !== JSON.stringify(spec.surface);
    store.put("data", { fault: { sentence, field }, ...(elsewhere ? { race: null } : {}) });
  }

  store.on("spec", (spec, _patch, { settled }) => {
    if (JSON.stringify(wire(spec)) === asked) return;
    if (settled) {
      clearTimeout(timer);
      begin();
    } else {
      timer ||= setTimeout(begin, pause);
    }
  });
  begin();

  /** Ask again, after a failure. */
  return begin;
}
