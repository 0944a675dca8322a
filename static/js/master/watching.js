/** One search watched as it happens: one stream for the page, closed while nobody looks. */
import { Refusal } from "../api.js";
import { watch } from "../stream.js";
import { merged, ordered } from "./state.js";

/**
 * @param hear (state, fault): the state of the search that is watched, or null; fault null, {silent} while nothing is heard of it, or {sentence}
 * @returns {look(name or null), state(), quit()}
 */
export function createWatching(hear) {
  let name = null;
  let state = null;
  let stream = null;
  let skew = Infinity; // of this machine's clock against the server's, in seconds
  const seen = () => name !== null && !document.hidden;

  function halt() {
    stream?.abort();
    stream = null;
  }

  async function begin() {
    halt();
    if (!seen()) return;
    const mine = (stream = new AbortController());
    try {
      await watch(`searches/${encodeURIComponent(name)}/events`, (event, said) => {
        if (mine.signal.aborted) return;
        if (event === "failed") throw new Refusal(said);
        if (event === "lost" || event === "again") return hear(state, { silent: true });
        if (event === "state") state = ordered(said);
        else if (event === "change" && state) state = merged(state, said);
        else return undefined;
        if (said.now) skew = Math.min(skew, Date.now() / 1000 - said.now);
        return hear(state, null);
      }, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof Refusal)) throw error;
      hear(null, { sentence: error.message });
    }
  }

  const turned = () => (document.hidden ? halt() : begin());
  document.addEventListener("visibilitychange", turned);
  window.addEventListener("pagehide", halt);
  window.addEventListener("pageshow", (event) => event.persisted && begin());
  return {
    look(next) {
      if (next === name) return;
      name = next;
      state = null;
      begin();
    },
    /** The server's time of day, in seconds. */
    now: () => Date.now() / 1000 - (Number.isFinite(skew) ? skew : 0),
    quit() {
      halt();
      document.removeEventListener("visibilitychange", turned);
    },
  };
}
