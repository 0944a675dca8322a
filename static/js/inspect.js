/** The inspected run: asks the server what happened inside the update that is shown, as seldom as will do. */
import { inspection as ask, Refusal, Silence } from "./api.js";
import { shownStep } from "./player.js";
import { wire } from "./runs.js";

const SOON = 80; // milliseconds after which something that keeps changing is asked about
const APART = 250; // milliseconds between two questions
const MEMORY = { lines: 400, windows: 12 };
const NOTHING = [];

/** The run that is inspected, or undefined. */
export const inspectedRun = ({ spec, view }) => spec.runs.find(({ look }) => look.slot === view.inspected);

/** The update that leads on from the point shown; at the last point the one that led there, -1 where there is none. */
export const updateAt = (frame, updates) => Math.min(frame, updates - 1);

/**
 * Keeps `data.inspection`: null while no run is inspected, else {id, at, lines, updates, vectors, window, fault,
 * stale}, of which `lines` tell of update `at` and `window` holds the one that is shown, once they are here; `stale`
 * while all of it is of the race before.
 */
export function startInspecting(store) {
  let known = null; // what is known of one run on one surface
  let stop = new AbortController();
  let timer = 0;
  let asked = -Infinity; // when the last question was put
  let pending = ""; // what an answer is awaited about
  let refused = ""; // what needs no second question
  let spelt = { spec: null, slot: null, text: "" };

  /** What a question is about, as text: the run alone, for it is the same beside others. */
  function subject(run) {
    if (spelt.spec !== store.spec || spelt.slot !== store.view.inspected) {
      spelt = { spec: store.spec, slot: store.view.inspected, text: JSON.stringify(wire({ ...store.spec, runs: [run] })) };
    }
    return spelt.text;
  }

  const shown = () => updateAt(shownStep(store.view.frame, store.data.race), known?.updates ?? Infinity);

  function look() {
    const run = inspectedRun(store);
    if (!run || !store.data.race) {
      if (store.data.inspection) forget();
      return;
    }
    const about = subject(run);
    if (known?.about !== about) {
      const { inspection } = store.data;
      if (inspection && !inspection.stale) store.put("data", { inspection: { ...inspection, stale: true } });
      if (pending && pending !== about && performance.now() - asked > APART) cancel();
      soon();
      return;
    }
    const at = shown();
    const window = windowOf(at);
    const before = store.data.inspection?.at;
    if (known.lines.has(at)) put(run, at, window);
    else {
      if (window && known.lines.has(before)) put(run, before, window);
      soon();
    }
  }

  const windowOf = (at) => [...known.windows.values()].find(({ from, x }) => from <= at && at < from + x.length);

  function put({ look: { id } }, at, window = null) {
    const { updates, vectors, lines } = known;
    const now = { id, at, lines: lines.get(at) ?? NOTHING, updates, vectors, window, fault: null, stale: false };
    const before = store.data.inspection;
    if (!before || Object.keys(now).some((key) => now[key] !== before[key])) store.put("data", { inspection: now });
  }

  function cancel() {
    stop.abort();
    stop = new AbortController();
  }

  function forget() {
    cancel();
    known = null;
    refused = "";
    store.put("data", { inspection: null });
  }

  function soon() {
    if (!timer && !pending) timer = setTimeout(begin, Math.max(SOON, asked + APART - performance.now()));
  }

  async function begin() {
    timer = 0;
    const run = inspectedRun(store);
    if (!run || !store.data.race) return;
    const about = subject(run);
    const same = known?.about === about;
    const at = same ? shown() : shownStep(store.view.frame, store.data.race);
    if (refused === about + at) return;
    const { signal } = stop;
    asked = performance.now();
    pending = about;
    try {
      learn(about, await ask(JSON.parse(about), at, !(same && windowOf(at)), signal));
      refused = "";
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      refused = about + at;
      known = null;
      const fault = error instanceof Refusal ? { sentence: error.message } : { silent: true };
      store.put("data", { inspection: { id: run.look.id, at, lines: NOTHING, updates: 0, vectors: NOTHING, window: null, fault, stale: false } });
    } finally {
      pending = "";
      look();
    }
  }

  function learn(about, { at, updates, lines, vectors, window }) {
    if (known?.about !== about) known = { about, updates, vectors, lines: new Map(), windows: new Map() };
    if (known.lines.size > MEMORY.lines) known.lines.clear();
    if (known.windows.size > MEMORY.windows) known.windows.clear();
    known.lines.set(updateAt(at, updates), lines);
    if (window) known.windows.set(window.from, window);
  }

  store.on("frame", look);
  store.on("data", (_data, patch) => "race" in patch && look());
  store.on("view", (_view, patch) => "inspected" in patch && look());
  store.on("spec", () => {
    if (store.view.inspected !== null && !inspectedRun(store)) store.put("view", { inspected: null });
    look();
  });
}
