/**
 * Asks for the race whenever the spec changes what a number would be. The old race stays on the screen until the new
 * one has come as far as it is looked at; of one that is seen to take long the points are shown as they come, once
 * there are as many as are shown of the old: the step shown never goes back.
 */
import { Refusal, Silence, contact } from "./api.js";
import { Series } from "./arrays.js";
import { carried } from "./budget.js";
import { lastStep, shownStep } from "./player.js";
import { Repeats, seeds } from "./repeats.js";
import { wire } from "./runs.js";
import { race as ask } from "./stream.js";

const SHORTEST = 50; // milliseconds between two questions while a control is dragged
const HELD = 250; // milliseconds of a stream after which it is shown in part if it will not be whole within LONG
const LONG = 800;
const NOBODY = new AbortController(); // whose race is coming where none is
const PATIENT = 400; // after so long without a change on the screen the page says that it waits

export function startRacing(store) {
  let asked = "";
  let asking = new AbortController(); // the last question
  let coming = asking; // the last one that is answered
  let pending = false; // nothing of the last question is on the screen yet
  let timer = 0;

  /** What is on the screen is not yet what was asked for. */
  function busy() {
    if (!store.data.busy) store.put("data", { busy: true });
  }

  /** While a control is dragged: never ask faster than answers come, or a slow server would never be seen to answer. */
  function soon() {
    if (pending) timer = setTimeout(soon, SHORTEST / 2);
    else begin();
  }

  function begin() {
    busy();
    clearTimeout(timer);
    timer = 0;
    const spec = wire(store.spec);
    asked = JSON.stringify(spec);
    // What is coming in comes in to its end, unless the new question is answered: it might be refused.
    if (asking !== coming) asking.abort();
    asking = new AbortController();
    pending = true;
    if (store.data.fault?.silent) store.put("data", { fault: null });
    follow(spec, store.spec.runs.map((run) => run.look.id), asking);
  }

  /** Whether the page loses nothing when it changes over to `race`, whose stream began at `since`. */
  function ripe(race, since) {
    const old = store.data.race;
    if (!old || old.of !== race.of) return true;
    const { frame, rerun } = store.view;
    const here = Math.min(...race.series.map((series) => series.count - 1));
    if (here >= (rerun ? 1 : Math.min(frame, race.steps))) return true;
    const passed = performance.now() - since;
    return lastStep(race) >= shownStep(frame, old) && passed > HELD && passed * race.steps > LONG * here;
  }

  async function follow(spec, ids, mine) {
    const { signal } = mine;
    let since = 0;
    let shown = false;
    const waiting = setTimeout(() => contact.away() || store.put("data", { waiting: true }), PATIENT);
    let race = null;
    const show = () => {
      const first = !shown && mine === asking;
      shown = true;
      clearTimeout(waiting);
      if (first) pending = false;
      store.put("data", first ? { race, fault: null, waiting: false } : { race });
    };
    const hear = (name, said) => {
      if (signal.aborted) return;
      if (name === "start") {
        if (coming !== mine) coming.abort();
        coming = mine;
        since = performance.now();
        const series = said.runs.map(() => new Series(said.steps + 1));
        if (said.repeats > 1) for (const one of series) one.repeats = new Repeats(said.steps + 1);
        race = { of: JSON.stringify(spec.surface), steps: said.steps, longest: said.steps, starts: said.runs.map((run) => run.start), ids, series, seeds: seeds(spec), ended: false };
      } else if (name === "lost") {
        if (mine !== asking) return mine.abort();
        [coming, race, shown, pending] = [NOBODY, null, false, true];
        if (store.data.waiting) store.put("data", { waiting: false });
      } else if (name === "again") {
        if (mine === asking) store.put("data", { waiting: said });
      } else if (name === "frame") {
        for (const { run, from, ...columns } of said.runs) race.series[run].fill(from, columns);
        for (const { run, ...part } of said.repeats ?? []) race.series[run].repeats.strew(part);
        if (spec.budget) race.steps = carried(spec.budget, race.series, race.longest);
        if (shown || ripe(race, since)) show();
      } else if (name === "done") {
        said.runs.forEach((result, i) => (race.series[i].result = result));
        if (spec.budget) race.steps = carried(spec.budget, race.series, race.longest);
        race.ended = true;
        show();
      } else if (name === "failed") {
        cut(race);
        if (mine === asking) store.put("data", { fault: { sentence: said.detail, field: "" } });
      }
    };
    try {
      await ask(spec, hear, signal);
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      cut(race);
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      if (mine !== asking) return;
      if (error instanceof Refusal) refused(error, spec);
      else store.put("data", { fault: { silent: true } });
    } finally {
      clearTimeout(waiting);
      if (mine === asking) pending = false;
      if (mine === asking && store.data.waiting) store.put("data", { waiting: false });
      if (mine === asking) store.put("data", { busy: timer !== 0 });
    }
  }

  /** A stream was cut short: what is on the screen is all there will be, of it or of the race it was to replace. */
  function cut(race) {
    if (!race) return;
    race.ended = true;
    if (store.data.race) store.data.race.ended = true;
    store.put("data", { race: store.data.race });
  }

  /** The old race stays beside the sentence, unless it ran on another surface than the one that is shown by now. */
  function refused({ message: sentence, field }, spec) {
    const { race } = store.data;
    const elsewhere = race && race.of !== JSON.stringify(spec.surface);
    store.put("data", { fault: { sentence, field }, ...(elsewhere ? { race: null } : {}) });
  }

  store.on("spec", (spec, _patch, { settled }) => {
    if (JSON.stringify(wire(spec)) === asked) return;
    if (settled) begin();
    else {
      timer ||= setTimeout(soon, SHORTEST);
      busy();
    }
  });
  begin();

  /** Ask again, after a failure. */
  return begin;
}
