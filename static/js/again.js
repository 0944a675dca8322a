/** Asks until it is answered: what failed without a reason, or for want of room, is asked again by itself. */

const BREAKS = 3; // of one question although the server is there: then it is not the connection
const SOON = 10; // seconds after which room is looked for again at the latest: others may leave sooner than was thought
const QUIET = 45_000; // milliseconds: the server shows three times in them that it is alive
const SPREAD = 0.3; // of that time, by which those who were sent away in one instant come apart

/**
 * @param contact as `createContact` makes it
 * @param ask () -> promise; its errors say whether they are `passing`, and the seconds `after` which they may have passed
 * @param hear ("lost") where an answer broke off and ("again", {seconds, sentence}) while those seconds pass
 * @param most times that it may break off
 */
export async function untilAnswered(contact, ask, signal, hear = () => {}, most = BREAKS) {
  for (let breaks = 0; ; ) {
    if (contact.away()) await contact.until(signal);
    try {
      return await ask();
    } catch (error) {
      if (error.passing && !error.unreached) breaks += 1; // a proxy without a server is an outage, however long
      if (breaks > most || !(error.passing || error.after)) throw error;
      if (error.passing) hear("lost");
      if (error.after) await pause(Math.min(error.after, SOON), signal, (seconds) => hear("again", { seconds, sentence: error.message }));
    }
  }
}

/**
 * Ask with a signal that follows another and, after a silence that no server keeps for so long, ends what goes on by itself: where
 * the way to the server is gone a connection may stand for hours. Nothing goes on once there is an answer, or an error.
 * @param ask (signal, heard) -> promise; heard() is called when something comes
 * @param silent () -> the error of such a silence: a browser need not tell why it ended
 */
export async function attending(signal, ask, silent) {
  const ending = new AbortController();
  const follow = () => ending.abort(signal.reason);
  let gone = false;
  let timer = 0;
  function end() {
    gone = true;
    ending.abort();
  }
  function heard() {
    clearTimeout(timer);
    timer = setTimeout(end, QUIET);
  }
  if (signal?.aborted) follow();
  signal?.addEventListener("abort", follow);
  heard();
  try {
    return await ask(ending.signal, heard);
  } catch (error) {
    throw gone ? silent() : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", follow);
    ending.abort();
  }
}

/** Wait, a little longer where it ends while nobody looks. @param tell (seconds that are left) */
async function pause(seconds, signal, tell) {
  for (let left = seconds * (1 + SPREAD * Math.random()); left > 0; left -= 1) {
    tell(Math.max(1, Math.floor(left)));
    await event(signal, (done) => setTimeout(done, 1000 * Math.min(1, left)));
  }
  while (document.hidden) await event(signal, (done) => document.addEventListener("visibilitychange", done, { once: true }));
}

/** A promise of what `begin` waits for. */
function event(signal, begin) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true });
    return begin(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
  });
}
