/** Asks for a study and keeps what has come of it. */
import { Refusal, Silence } from "../api.js";
import { study as ask } from "../stream.js";
import { t } from "../words.js";

const SHORTEST = 120; // milliseconds between two questions while a control is dragged
const LONGEST = 1000; // and for which a question that has not been answered is waited for when another is settled
const HELD = 300; // milliseconds for which the answer before stays: most are whole by then
const PATIENT = 400; // milliseconds in line after which the page says so
const SOON = 10; // seconds after which a place is looked for again at the latest

/** Nothing found yet of a study, as the catalogue declares it. */
export const nothing = ({ kind, figures }) => ({
  kind,
  columns: Object.fromEntries(figures.map(({ name }) => [name, {}])),
  marks: Object.fromEntries(figures.map(({ name }) => [name, []])),
  facts: {},
  busy: true, line: null, again: null, ended: false, stopped: false, fault: null,
});

/**
 * @param declared () -> what the catalogue says of the study
 * @param stands (question, signal) -> promise: whether the loss has a value where the study stands, or it is refused unasked
 * @param tell called with a fresh object after every change, around the same lists:
 *   {kind, columns, marks, facts, busy, line, again, ended, stopped, fault}
 *   columns  {figure: {column: [number, or null for none]}}
 *   marks    {figure: [{at, title}]}
 *   busy     whether more of it is to come; `line` its place in the queue, or null; `again` the seconds until it is asked again
 *   ended    whether all of it has come; `stopped` that somebody did not wait; `fault` {silent, sentence, field}, or null
 * @returns {look(question, settled), begin(), stop(), quit()}; the same question again asks nothing
 */
export function createStudying(declared, stands, tell) {
  let asking = new AbortController();
  let wanted = null; // the last question, as text
  let asked = "";
  let shown = null; // what was told last
  let pending = false; // nothing of the last question has been told yet
  let since = 0; // when it was asked
  let urgent = false; // what is wanted now is settled
  let timers = {};

  const put = (found) => tell((shown = found));
  const clear = () => {
    Object.values(timers).forEach(clearTimeout);
    timers = {};
  };

  function halt() {
    clear();
    asking.abort();
    pending = false;
  }

  function stop() {
    if (!shown?.busy) return;
    halt();
    put({ ...shown, busy: false, line: null, again: null, stopped: true });
  }

  /**
   * Never ask faster than answers come: while a control is dragged a slow server would never be seen to answer, and what
   * is changed again and again would fill its line with questions that nobody asks any more.
   */
  function soon() {
    const wait = pending && !(urgent && performance.now() - since > LONGEST);
    if (wait) timers.soon = setTimeout(soon, SHORTEST / 2);
    else begin();
  }

  async function begin() {
    halt();
    const mine = (asking = new AbortController());
    const { signal } = mine;
    const text = (asked = wanted);
    let found = nothing(declared());
    let held = shown?.kind === found.kind && !shown.fault;
    pending = true;
    since = performance.now();
    put(held ? { ...shown, busy: true, line: null, again: null, stopped: false } : found);

    /** Show what has come; from the next part on nothing is held back. */
    function release() {
      clearTimeout(timers.held);
      held = pending = false;
      put(found);
    }

    /** A moment in line is not worth a word. */
    function wait(line) {
      clearTimeout(timers.line);
      timers.line = setTimeout(() => put({ ...shown, line: line || null }), line ? PATIENT : 0);
    }

    function hear(name, said) {
      if (signal.aborted || declared().kind !== found.kind) return;
      if (name === "line") wait(said.place);
      else if (name === "start") {
        clearTimeout(timers.line);
        timers.held = setTimeout(release, HELD);
        if (shown.line) put({ ...shown, line: null });
      } else if (name === "failed") throw new Refusal(said);
      else {
        found = taken(found, name, said);
        if (!held || found.ended) release();
      }
    }

    /** Where there is no room just now it is asked again by itself, unless something changes or it is stopped. */
    function later(seconds) {
      clear();
      put({ ...shown, line: null, again: seconds });
      timers.again = setTimeout(seconds > 1 ? later : begin, 1000, seconds - 1);
    }

    function refused(error) {
      clear();
      put({ ...found, busy: false, fault: { silent: error instanceof Silence, sentence: error.message, field: error.field ?? "" } });
    }

    try {
      const question = JSON.parse(text);
      if (!(await stands(question, signal))) throw new Refusal({ detail: t("here.no-value") });
      await ask(question, hear, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      if (error.after) later(Math.min(error.after, SOON));
      else if (text !== wanted) begin(); // nobody minds why
      else refused(error);
    } finally {
      if (mine === asking) pending = false;
    }
  }

  // Who leaves is not computed for, not even where the browser keeps the page for coming back.
  const back = ({ persisted }) => persisted && shown && !shown.ended && begin();
  const again = () => shown?.fault && begin();
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", back);
  document.addEventListener("again", again);
  return {
    look(question, settled = true) {
      const text = JSON.stringify(question);
      if (text === wanted && (text === asked || timers.soon)) return;
      wanted = text;
      urgent = settled;
      if (settled && !pending) return begin();
      if (shown?.kind !== declared().kind) put(nothing(declared()));
      timers.soon ??= setTimeout(soon, SHORTEST);
      return undefined;
    },
    begin,
    stop,
    quit() {
      halt();
      window.removeEventListener("pagehide", stop);
      window.removeEventListener("pageshow", back);
      document.removeEventListener("again", again);
    },
  };
}

/** With what one event says. The lists grow in place. */
function taken(found, name, said) {
  if (name === "facts") return { ...found, facts: { ...found.facts, ...said } };
  if (name === "done") return { ...found, busy: false, ended: true };
  if (name === "mark") found.marks[said.figure].push(said);
  if (name === "rows") grow(found.columns[said.figure], said.columns);
  return { ...found };
}

/** Columns that were not told of so far, or are not told of now, have no numbers there. */
function grow(columns, more) {
  const before = Math.max(0, ...Object.values(columns).map(({ length }) => length));
  const count = Math.max(0, ...Object.values(more).map(({ length }) => length));
  for (const name of new Set([...Object.keys(columns), ...Object.keys(more)])) {
    columns[name] ??= Array(before).fill(null);
    for (let i = 0; i < count; i++) columns[name].push(more[name]?.[i] ?? null);
  }
}
