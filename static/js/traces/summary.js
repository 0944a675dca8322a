/** A chart in words and in a few rows of numbers. */
import { pretty } from "../numbers.js";

const ROWS = 12;

/**
 * One or two sentences on where the runs are.
 * @param words (key, values) -> a sentence of the page's language
 * @param runs [{name, value, over}]: over says how the run has broken off by now
 */
export function summary(words, what, step, runs) {
  const going = runs.filter(({ value, over }) => !over && Number.isFinite(value)).sort((a, b) => a.value - b.value);
  const [first, last] = [going[0], going.at(-1)];
  const facts = { what, step, low: first?.name, least: pretty(first?.value), high: last?.name, most: pretty(last?.value) };
  const kind = !first ? "none" : going.length === 1 ? "one" : first.value === last.value ? "same" : "range";
  const broke = ["diverged", "left"].map((how) => [how, runs.filter(({ over }) => over === how).length]).filter(([, count]) => count);
  return [words(`chart.words.${kind}`, facts), ...broke.map(([how, count]) => words(`chart.words.${how}`, { count, total: runs.length }))].join(" ");
}

/** At most a dozen steps from 0 to `last`, evenly spread, both ends among them. */
export function stations(last) {
  const count = Math.min(last + 1, ROWS);
  return Array.from({ length: count }, (_, k) => (count > 1 ? Math.round((k * last) / (count - 1)) : 0));
}
