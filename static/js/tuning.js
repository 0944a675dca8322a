/** Tuning each run: asks for it, keeps what was found, and puts it into the race in one change that Back undoes. */
import { Refusal, Silence } from "./api.js";
import { entry, filled, limits } from "./catalogue.js";
import { wire } from "./runs.js";
import { tune } from "./stream.js";
import { courseOf, improved } from "./tuned.js";

const TRIALS = 60;

/** As many trials for each run as are usual, or as fit. */
function affordable({ steps, budget, runs }) {
  return Math.max(2, Math.min(TRIALS, Math.floor(limits.tuning / (runs.length * (budget?.most ?? steps)))));
}

/**
 * data.tuning is {now, found, fault}: how far the search is ({run, trials, of}, or {run, of, line, again} while it waits for its turn, or for room in so many seconds, or null), what was found for each run the
 * last time, and why it was not.
 * @returns {begin(), stop()}
 */
export function createTuning(store) {
  let asking = null;
  let asked = "";
  const tell = (patch) => store.put("data", { tuning: { ...store.data.tuning, ...patch } });

  function stop() {
    asking?.abort();
    asking = null;
    if (store.data.tuning?.now) tell({ now: null });
  }

  async function begin() {
    stop();
    const mine = (asking = new AbortController());
    const spec = wire(store.spec);
    const trials = affordable(spec);
    let found = [];
    asked = JSON.stringify(spec);
    tell({ now: { run: 0, trials: 0, of: trials }, fault: null });
    const hear = (name, said) => {
      if (mine !== asking) return;
      if (name === "run") found.push(said);
      if (name === "run" || name === "progress") tell({ now: { run: found.length, trials: name === "run" ? 0 : said.trials, of: trials } });
      if (name === "line") tell({ now: { run: 0, of: trials, line: said.place } });
      if (name === "again") tell({ now: { run: 0, of: trials, again: said.seconds } });
      if (name === "lost") found = [];
      if (name === "start") tell({ now: { run: 0, trials: 0, of: trials } });
      if (name === "failed") tell({ fault: said.detail });
      if (name === "done") apply(found);
    };
    try {
      await tune({ ...spec, trials }, hear, mine.signal);
    } catch (error) {
      if (mine !== asking) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      tell({ fault: error instanceof Refusal ? error.message : "" });
    } finally {
      if (mine === asking) stop();
    }
  }

  function apply(found) {
    const before = store.spec;
    const runs = before.runs.map((run, i) => improved(before, run, found[i].settings, found[i].trials));
    asking = null;
    tell({
      now: null,
      found: runs.map((run, i) => ({ ...found[i], course: courseOf(before, run), from: filled(entry("optimizers", run.optimizer.kind), before.runs[i].optimizer) })),
    });
    store.put("spec", { runs });
  }

  // What is being tuned is no longer there: what is found for it would be of no use.
  const quit = store.on("spec", (spec) => {
    if (JSON.stringify(wire(spec)) === asked) return;
    if (asking) stop();
    if (store.data.tuning?.fault) tell({ fault: null });
  });
  return { begin, stop, quit };
}
