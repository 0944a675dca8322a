/** What there is of a search at a moment: once each strategy has spent so many epochs. */

/** The trials of records as they stand then, the one that was trained last at the end. */
export function standing(records, moment) {
  const latest = new Map();
  for (const record of records) {
    if (record.spent > moment) continue;
    latest.delete(record.number);
    latest.set(record.number, record);
  }
  return [...latest.values()];
}

/** Whether a record is of a whole training. */
export const whole = ({ epochs }, about) => epochs === about.epochs;

/** Whether some are not, of whoever. */
export const short = ({ trials, about }) => trials.flat(2).some((record) => !whole(record, about));

/** The record of the best whole training by then; null where there is none that has not failed. */
export const best = (records, moment, about) => records.reduce((low, one) => (one.spent > moment || one.score === null || !whole(one, about) || (low && low.score <= one.score) ? low : one), null);

/** The stages that have begun by then: [{stage, window, epochs}]. */
export function stages(records, moment) {
  const found = new Map();
  for (const { stage, window, epochs, spent } of records) {
    if (window && spent - epochs < moment && !found.has(stage)) found.set(stage, { stage, window, epochs });
  }
  return [...found.values()];
}

/** As long as this is the same, so is what there is of a search: how many records have come, how many have begun, and whether it is over. */
export const stand = ({ trials, about }, moment) => [...trials.flat().flatMap((records) => [count(records, ({ spent }) => spent <= moment), count(records, ({ spent, epochs }) => spent - epochs < moment)]), moment < about.budget].join();

const count = (records, holds) => records.reduce((sum, one) => sum + holds(one), 0);

/** How many different values of each axis they have tested: numbers as they were drawn, before they are told in a few digits. */
export const tested = (trials, axes) => axes.map(({ name, whole, options }, i) => new Set(trials.map(({ settings, place }) => (whole || options ? settings[name] : place[i]))).size);

/** The moments at which something new is seen. */
export const moments = (trials) => [...new Set(trials.flatMap((repeats) => repeats.flatMap((records) => records.map(({ spent }) => spent))))].sort((a, b) => a - b);

/** The belief of a strategy then: the last one that knows no more trials than there are. */
export const believedAt = (beliefs, count) => beliefs.findLast(({ trials }) => trials <= count) ?? null;
