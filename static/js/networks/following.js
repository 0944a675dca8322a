/** What goes with the player: pictures at every epoch, words now and then while the epoch runs. */
import { shownEpoch } from "./moment.js";

const OFTEN = 150; // milliseconds between two changes of words while the epoch runs

/**
 * @param ready whether there is anything to show
 * @param show (epoch, spoken: with words, all: drawn anew whatever it was)
 */
export function following(store, ready, show) {
  let moment = -1;
  let written = 0;
  let later = 0;

  function follow(all = false, spoken = all) {
    if (!ready()) return;
    const epoch = shownEpoch(store);
    if (!spoken && epoch === moment) return;
    moment = epoch;
    const now = performance.now();
    const speak = spoken || now - written > OFTEN;
    clearTimeout(later);
    if (speak) written = now;
    else later = setTimeout(follow, OFTEN, false, true);
    show(epoch, speak, all);
  }
  return { all: () => follow(true), on: () => follow(), stop: () => clearTimeout(later) };
}
