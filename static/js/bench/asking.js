/** Questions that follow a moving thing: one at a time, the newest waits, those between are never asked. */
import { Refusal, Silence } from "../api.js";

/** @param ask (question, signal) -> promise @param tell (answer, question) @returns {look(question), stop()}; null asks nothing */
export function createAsking(ask, tell) {
  const stop = new AbortController();
  let wanted = null;
  let asked = "";
  let awaited = false;

  async function begin() {
    const question = wanted;
    const text = JSON.stringify(question);
    if (awaited || question === null || text === asked) return;
    asked = text;
    awaited = true;
    try {
      const answer = await ask(question, stop.signal);
      if (!stop.signal.aborted) tell(answer, question);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      tell(null, question);
      if (error instanceof Silence) {
        asked = ""; // to be asked again when something moves
        return;
      }
    } finally {
      awaited = false;
    }
    begin();
  }

  return {
    look(question) {
      wanted = question;
      begin();
    },
    stop: () => stop.abort(),
  };
}
