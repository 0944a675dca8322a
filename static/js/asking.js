/** Asks for what comes as a stream, again whenever the question changes, and keeps what has come of it. */
import { Refusal, Silence } from "./api.js";

const SHORTEST = 120; // milliseconds between two questions while a control is dragged
const LONGEST = 1000; // and for which a question that has not been answered is waited for when another is settled
const HELD = 300; // milliseconds for which the answer before stays: most are whole by then
const PATIENT = 400; // milliseconds in line after which the page says so

/** What holds of an answer of which nothing has come yet, beside what it is made of. */
export const WAITING = { busy: true, line: null, again: null, ended: false, stopped: false, fault: null };

/**
 * @param more
 *   ask      (question, hear, signal) -> promise that ends with its stream
 *   nothing  (question) -> the answer of which nothing has come yet, with `WAITING` in it
 *   taken    (answer, name, said) -> a fresh object with what one event says
 *   alike    (one answer, another): whether one may be seen until the first parts of the other are here
 * @param tell called with a fresh object after every change: what `nothing` and `taken` made, and
 *   busy     whether more of it is to come; `line` its place in the queue, or null; `again` the seconds until it is asked again
 *   ended    whether all of it has come; `stopped` that somebody did not wait; `fault` {silent, sentence, field}, or null
 * @returns {look(question, settled), begin(), stop(), quit()}; the same question again asks nothing
 */
export function createAsking({ ask, nothing, taken, alike }, tell) {
  let asking = new AbortController();
  let wanted = null; // the last question, as text
  let asked = "";
  let shown = null; // what was told last
  let pending = false; // nothing of the last question has been told yet
  let since = 0; // when it was asked
  let urgent = false; // what is wanted now is settled
  let timers = {};

  const put = (found) => tell((shown = found));
  const fresh = () => nothing(JSON.parse(wanted));
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
    let found = fresh();
    let held = shown && alike(shown, found) && !shown.fault;
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
      timers.line = setTimeout(() => put({ ...shown, line: line || null, again: null }), line ? PATIENT : 0);
    }

    function hear(name, said) {
      if (signal.aborted || !alike(found, fresh())) return;
      if (name === "line") wait(said.place);
      else if (name === "again") later(said.seconds);
      else if (name === "lost") renew();
      else if (name === "start") {
        clearTimeout(timers.line);
        timers.held = setTimeout(release, HELD);
        found = taken(found, name, said);
        if (shown.line || shown.again) put({ ...shown, line: null, again: null });
      } else if (name === "failed") throw new Refusal(said);
      else {
        found = taken(found, name, said);
        if (!held || found.ended) release();
      }
    }

    /** Where there is no room just now it is asked again by itself, unless something changes or it is stopped. */
    function later(seconds) {
      clearTimeout(timers.line);
      put({ ...shown, line: null, again: seconds });
    }

    /** What came of it stays until the first part of the answer that begins anew is here. */
    function renew() {
      clearTimeout(timers.held);
      found = fresh();
      held = true;
      put({ ...shown, line: null });
    }

    function refused(error) {
      clear();
      put({ ...found, busy: false, fault: { silent: error instanceof Silence, sentence: error.message, field: error.field ?? "" } });
    }

    try {
      await ask(JSON.parse(text), hear, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      if (text !== wanted) begin(); // nobody minds why
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
      if (!shown || !alike(shown, fresh())) put(fresh());
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
