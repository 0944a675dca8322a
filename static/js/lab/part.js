/** What there is of a search that has not come to its end, as the files that the server makes of whole ones. */

/** Whether not all trials are told. */
export const partial = ({ summary }) => summary === null;

/** How much of it has been trained, rounded down. */
export function percentOf({ about, trials }) {
  const spent = trials.flat().reduce((sum, records) => sum + (records.at(-1)?.spent ?? 0), 0);
  return Math.floor((100 * spent) / (about.budget * trials.flat().length));
}

/** One row per strategy, repeat and time that a trial was told of, counted from 1. */
function asTable({ about, trials }) {
  const settings = about.axes.map(({ name }) => name);
  const tells = Object.keys(trials.flat(2)[0]?.told ?? {});
  const head = ["strategy", "kind", "repeat", "trial", "stage", "epochs", "spent", ...settings, "score"];
  const rows = trials.flatMap((repeats, strategy) => repeats.flatMap((records, repeat) => records.map((one) => [
    strategy + 1, about.strategies[strategy].kind, repeat + 1, one.number + 1, one.stage + 1, one.epochs, one.spent, ...settings.map((name) => one.settings[name]), one.score, ...tells.map((name) => one.told[name])])));
  return [[...head, ...tells.map((name) => (head.includes(name) ? `told_${name}` : name))], ...rows].map((row) => `${row.map((cell) => cell ?? "").join(",")}\r\n`).join("");
}

/** As the whole one, but that it says first that it is a part, and has no beliefs. */
function asJson({ about, land, trials, curves, summary }) {
  const rows = land && Array.from({ length: land.rows }, (_, row) => Array.from(land.values.subarray(row * land.columns, (row + 1) * land.columns)));
  const tried = trials.flatMap((repeats, strategy) => repeats.flatMap((records, repeat) => waves(records).map((wave) => told(wave, strategy, repeat))));
  return JSON.stringify({ part: true, ...about, land: land && { ...land, values: rows }, curves: curves.filter(Boolean), summary: summary ?? [], tried });
}

/** Records together that came of one stage. */
function waves(records) {
  const found = new Map();
  for (const one of records) {
    const key = JSON.stringify([one.stage, one.window]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

function told(wave, strategy, repeat) {
  const of = (name) => wave.map((one) => one[name]);
  const by = (name) => Object.fromEntries(Object.keys(wave[0][name]).map((key) => [key, wave.map((one) => one[name][key])]));
  const { window } = wave[0];
  return { strategy, repeat, number: of("number"), place: of("place"), settings: by("settings"), epochs: of("epochs"), spent: of("spent"), score: of("score"), told: by("told"), stage: of("stage"), window };
}

/** @param format csv or json @returns {text, part}: of a table nothing is missing once all trials are told */
export const partAs = (format, search) => (format === "csv" ? { text: asTable(search), part: partial(search) } : { text: asJson(search), part: true });
