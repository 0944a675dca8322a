/** What a study found, in words. */
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { cellRows, cellsOf } from "./cells.js";

const EXACT = 4; // digits of what is found

/** A number, a text in every language or a word as it is. */
export function factWords(value, unit = null) {
  if (value === null) return "–";
  const said = typeof value === "number" ? pretty(value, EXACT) : typeof value === "string" ? value : say(value);
  return unit ? `${said}\u00a0${say(unit)}` : said;
}

/** The title of a figure, with the option of the setting that it is of. */
export function titleWords({ title, of }, settings, values) {
  const option = settings.find(({ name }) => name === of)?.options.find(({ value }) => value === values[of]);
  return option ? `${say(title)} · ${say(option.title)}` : say(title);
}

/** The number of one series in a row, or from where to where, or the class of a tile; null where there is none. */
export function seriesWords({ column, to, names }, columns, row) {
  const [low, high] = [column, to].map((name) => (name ? columns[name]?.[row] ?? null : null));
  if (low === null) return null;
  if (names.length) return say(names[low]);
  return high === null ? pretty(low, EXACT) : t("study.between", { low: pretty(low), high: pretty(high) });
}

/** The strip in which a number lies, as a word in brackets. */
function stripWords({ bands }, value) {
  const found = bands.find(({ low, high }) => typeof value === "number" && value >= (low ?? -Infinity) && value < (high ?? Infinity));
  return found ? [`(${say(found.title)})`] : [];
}

/** All that a figure says in one row: "step 10⁻⁵: forward 0.002 (uncomfortable), central 10⁻⁹ (happy)". */
export function rowWords(figure, columns, row) {
  const told = figure.series.map((one) => [say(one.title), seriesWords(one, columns, row), ...stripWords(figure, columns[one.column]?.[row])]).filter(([, said]) => said !== null);
  const place = [figure.across, figure.up].filter(({ column }) => column).map(({ title, column }) => `${say(title)} ${pretty(columns[column][row], EXACT)}`);
  return `${place.join(", ")}: ${told.map((parts) => parts.join(" ")).join(", ")}`;
}

/** The columns with what came in several parts about one place in one row: what is read off together. */
export function together(figure, columns) {
  const { column } = figure.across;
  if (cellsOf(figure)) return columns;
  const names = Object.keys(columns).filter((name) => name !== column);
  const [known, found] = [new Map(), []];
  (columns[column] ?? []).forEach((place, i) => {
    const there = known.get(place) ?? known.set(place, []).get(place);
    const free = (row) => names.every((name) => columns[name][i] === null || row[name] === null);
    let row = there.find(free);
    if (!row) {
      row = Object.fromEntries([[column, place], ...names.map((name) => [name, null])]);
      there.push(row);
      found.push(row);
    }
    for (const name of names) row[name] ??= columns[name][i];
  });
  return Object.fromEntries([column, ...names].map((name) => [name, found.map((row) => row[name])]));
}

/** The rows in which a figure has something to say, from left to right. */
export function rowsOf(figure, columns) {
  if (cellsOf(figure)) return cellRows(figure, columns);
  const places = columns[figure.across.column] ?? [];
  const placed = (place) => place !== null && (!figure.across.log || place > 0);
  const said = (row) => placed(places[row]) && figure.series.some(({ column }) => (columns[column]?.[row] ?? null) !== null);
  return places.flatMap((_, row) => (said(row) ? [row] : [])).sort((a, b) => places[a] - places[b]);
}
