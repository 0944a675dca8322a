/** Asks for the map of the spec and keeps what has come of it in `data.map`. */
import { Refusal, Silence } from "../api.js";
import { names } from "../runs.js";
import { map as ask } from "../stream.js";
import { bent, started, taken } from "./growth.js";
import { mapOf, question } from "./question.js";

const SHORTEST = 120; // milliseconds between two questions while a control is dragged
const PATIENT = 400; // milliseconds in line after which the page says so

/**
 * `data.map` is null, or a fresh object after every event around the same lists:
 *   {kind, measure, of, about, columns, rows, runs, places, total, done, left, line, again, since, took, ended, stopped, verdict, stale}
 *   of       the question as text
 *   about    what the server says of the map before its cells
 *   runs     [{label, id, slot, index, values, state, basin, steps, loss, curves, at}]: see grids.js; `at` are the steps of the curves, `index` is its place in the spec
 *   places   minima and other places where runs end, by the labels in `basin`
 *   left     seconds to come, or null; `line` the place in the queue, or null; `again` the seconds until it is asked again
 *   verdict  what the last event says
 *   stale    whether it is of a question before the last, which was refused or stopped before its first cells
 * @returns {begin(), stop()}: ask (again), or leave it as it is
 */
export function startMapping(store) {
  let asking = new AbortController();
  let asked = "";
  let pending = false; // nothing of the last question has come yet
  let timer = 0;
  let waiting = 0;

  /** While a control is dragged: never ask faster than answers come, or a slow server would never be seen to answer. */
  function soon() {
    if (pending) timer = setTimeout(soon, SHORTEST / 2);
    else begin();
  }

  function halt() {
    clearTimeout(timer);
    clearTimeout(waiting);
    timer = 0;
    asking.abort();
    pending = false;
  }

  function stop() {
    if (!store.data.busy) return;
    halt();
    const { map } = store.data;
    store.put("data", { busy: false, map: map && { ...map, ...rest(map) } });
  }

  /** What becomes of the map that is seen where nothing more comes: of the question before it is no answer. */
  function rest({ of }) {
    return { left: null, line: null, again: null, ended: true, stopped: true, ...(of !== asked && { verdict: null, done: 0, stale: true }) };
  }

  async function begin() {
    halt();
    const mine = (asking = new AbortController());
    const { signal } = mine;
    const { path, body, runs } = question(store.spec);
    const { kind, measure } = mapOf(store.spec);
    const called = names(store.spec.runs);
    const looks = runs.map((index) => ({ index, label: called[index], id: store.spec.runs[index].look.id, slot: store.spec.runs[index].look.slot }));
    asked = JSON.stringify([path, body]);
    pending = true;
    let since = performance.now();
    let map = null;
    const put = (patch, more = {}) => {
      map = { ...map, ...patch, took: performance.now() - since };
      store.put("data", { map, ...more });
    };
    // The map before stays until the first cells of this one are here, if it is drawn in the same way.
    const kept = store.data.map?.kind === kind ? store.data.map : null;
    const fresh = { kind, measure, of: asked, about: null, columns: 0, rows: 0, runs: [], places: [], total: 0, done: 0, left: null, line: null, again: null, ended: false, stopped: false, verdict: null, stale: false };
    store.put("data", { busy: true, fault: null, map: kept && { ...kept, done: 0, left: null, line: null, again: null, ended: false, stopped: false } });

    function hear(name, said) {
      if (signal.aborted) return;
      if (name === "line") wait(said.place);
      else if (name === "again") later(said.seconds);
      else if (name === "lost") since = renewed();
      else if (name === "start") map = started(fresh, said, looks, store.data.map?.of === asked ? store.data.map : null);
      else if (name === "cells") come(said);
      else if (name === "curves") put(bent(map, said));
      else if (name === "failed") throw new Refusal(said);
      else if (name === "done") put({ verdict: said, done: map.total, left: null, ended: true }, { busy: false });
    }

    function come(said) {
      clearTimeout(waiting);
      pending = false;
      put(taken(map, said));
    }

    /** Where there is no room just now it is asked again by itself, unless something changes or it is stopped. */
    function later(seconds) {
      clearTimeout(waiting);
      store.put("data", { map: { ...(store.data.map ?? fresh), line: null, again: seconds } });
    }

    /** It begins anew, and what there is of it stays. @returns when */
    function renewed() {
      clearTimeout(waiting);
      const { map: seen } = store.data;
      if (seen) store.put("data", { map: { ...seen, line: null, left: null } });
      return performance.now();
    }

    /** What is seen stays while this one waits for its turn; a moment in line is not worth a word. */
    function wait(line) {
      clearTimeout(waiting);
      const tell = () => store.put("data", { map: { ...(store.data.map ?? fresh), line: line || null, again: null } });
      waiting = setTimeout(tell, line ? PATIENT : 0);
    }

    try {
      await ask(path, body, hear, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      refused(error, runs);
    } finally {
      if (mine === asking) pending = false;
    }
  }

  /** What the server said no to. */
  function refused(error, runs) {
    const silent = error instanceof Silence;
    const field = (error.field ?? "").replace(/^runs\[(\d+)\]/, (_, i) => `runs[${runs[i]}]`);
    const { map } = store.data;
    const fault = silent ? { silent } : { sentence: error.message, field, fits: error.fits };
    store.put("data", { busy: false, fault, map: map && { ...map, ...rest(map) } });
  }

  store.on("spec", (spec, _patch, { settled }) => {
    const { path, body } = question(spec);
    if (JSON.stringify([path, body]) === asked) return;
    if (settled) begin();
    else timer ||= setTimeout(soon, SHORTEST);
  });
  // Who leaves is not computed for, not even where the browser keeps the page for coming back.
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", ({ persisted }) => persisted && !store.data.map?.verdict && begin());
  begin();
  return { begin, stop };
}
