/** Whether the server can be reached; where it cannot, it is looked for, once for the whole page and ever more seldom. */

const FIRST = 1; // seconds until it is looked for, at most
const LONGEST = 10; // and between two looks
const BRIEF = 4000; // milliseconds for which it is said that it is back

/** In the later half of a time: the pages of a class, which all lost the server in one instant, do not come back in one. */
const scattered = (seconds) => seconds * (0.5 + Math.random() / 2);

/**
 * What is told is {kind, seconds}: kind "here", "away", "back" for a moment, "newer" where the server that is back is
 * not of this page's version; of one that is away the whole seconds until it is looked for: 0 while it is, null while nobody
 * looks at the page, for then nothing is asked.
 * @param look () -> promise: null where the server does not answer, else {newer}
 */
export function createContact(look) {
  const ears = new Set();
  const waiting = new Set(); // what goes on once it is back
  let state = { kind: "here" };
  let looks = 0; // since it answered a question
  let timer = 0;
  let looking = false;

  const away = () => state.kind === "away";

  function become(kind, seconds = null) {
    state = { kind, seconds };
    for (const ear of ears) ear(state);
  }

  function lost() {
    if (away()) return;
    become("away");
    wait(scattered(Math.min(LONGEST, FIRST * 2 ** looks)));
  }

  function wait(seconds) {
    clearTimeout(timer);
    if (document.hidden) become("away");
    else if (seconds <= 0) now();
    else {
      become("away", Math.ceil(seconds));
      timer = setTimeout(wait, 1000 * Math.min(1, seconds), seconds - 1);
    }
  }

  /** Look for it at once. */
  async function now() {
    if (!away() || looking || document.hidden) return;
    clearTimeout(timer);
    become("away", 0);
    looking = true;
    const found = await look();
    looking = false;
    looks += 1;
    if (found) back(found.newer);
    else if (away()) wait(scattered(Math.min(LONGEST, FIRST * 2 ** looks)));
  }

  function back(newer = false) {
    if (!away()) return;
    clearTimeout(timer);
    become(newer ? "newer" : "back");
    if (!newer) timer = setTimeout(become, BRIEF, "here");
    for (const go of waiting) go();
    waiting.clear();
  }

  // A browser that says it is online may be wrong, and one that says it is not may run beside the server: both are hints.
  window.addEventListener("online", now);
  document.addEventListener("visibilitychange", () => (document.hidden ? away() && wait(LONGEST) : now()));

  return {
    away,
    lost,
    now,
    /** A question was answered. */
    heard() {
      looks = 0;
      back();
    },
    /** A promise: the server is back, or `signal` has had enough. */
    until(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (!away()) return resolve();
        waiting.add(resolve);
        return signal?.addEventListener("abort", () => waiting.delete(resolve) && reject(signal.reason), { once: true });
      });
    },
    /** That the server is newer has been read. */
    rest: () => away() || become("here"),
    /** @param ear called now and after every change @returns what stops it */
    on(ear) {
      ears.add(ear);
      ear(state);
      return () => ears.delete(ear);
    },
  };
}
