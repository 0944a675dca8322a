/** What can be done with a search: the server is asked, and what it minds is said. */
import { Refusal, Silence, searches as ask } from "../api.js";
import { t } from "../words.js";
import { Declined } from "./access.js";

/**
 * @param watched () -> the name of the search that is watched
 * @param page {complain(sentence), list(), look(name), expect(name, count of workers), allowed(deed)} of whoever shows it
 * @returns {workers(count), stop(), resume(), kill(worker), remove(search), begin(spec, count), again(spec, count)}
 */
export function createActing(watched, { complain, list, look, expect, allowed }) {
  const path = (...parts) => parts.map(encodeURIComponent).join("/");

  /** Whether it was done. */
  async function done(where, body, method = "POST") {
    try {
      complain("");
      await allowed((key) => ask(where, { method, body, key }));
      return true;
    } catch (error) {
      complain(spoken(error));
      return false;
    }
  }

  /** Make a search and start its first workers. Throws what the form is to say. @param during what sees the question to the server under way */
  async function begin(spec, count, during = (asking) => asking) {
    const { name } = await allowed((key) => during(ask("", { method: "POST", body: spec, key })));
    look(name);
    list();
    if (count) await join(name, count);
  }

  /** Until the server tells of them they are on their way. */
  async function join(name, count) {
    expect(name, count);
    if (!(await done(path(name, "workers"), { count }))) expect(name, 0);
  }

  return {
    workers: (count) => join(watched(), count),
    stop: () => done(path(watched(), "stop"), {}),
    resume: () => done(path(watched(), "resume"), {}),
    kill: (worker) => done(path(watched(), "workers", worker, "kill"), {}),
    async remove(search) {
      if (!(await done(path(search), undefined, "DELETE"))) return;
      if (search === watched()) look(null);
      list();
    },
    begin,
    /** The same search once more, under another name. */
    async again({ name: _name, ...spec }, count) {
      try {
        await begin(spec, count);
      } catch (error) {
        complain(spoken(error));
      }
    },
  };
}

/** What went wrong, as a sentence; what nobody expected is thrown on. */
export function spoken(error) {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Silence) return t("fault.silent");
  if (error instanceof Declined) return ""; // who went away knows it
  throw error;
}
