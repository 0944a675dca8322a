/** The points of a computed chart in words. */
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { classesOf } from "./tones.js";

/** What was measured: a number, the name of a class, that it never happens, that it blew up, or nothing. */
export function measuredWords(about, value) {
  if (value === undefined) return "…";
  if (value === null) return t("sweep.none");
  if (["never", "diverged", "left"].includes(value)) return t(`sweep.${value}`);
  const found = classesOf(about).find((one) => one.value === value);
  return found ? say(found.name) : pretty(value);
}

/** Which race a cell stands for: "momentum 0.9", "x of the start −2, y of the start 3". */
export function cellWords({ about }, cell) {
  const columns = about.x.values.length;
  const across = `${say(about.x.words)} ${pretty(about.x.values[cell % columns], 6)}`;
  return about.y ? `${across}, ${say(about.y.words)} ${pretty(about.y.values[Math.floor(cell / columns)], 6)}` : across;
}

/** A cell and what every line measures there. */
export function pointWords(chart, cell) {
  const { about, lines } = chart;
  const parts = about.lines.map(({ name }, line) => {
    const said = measuredWords(about, lines[line][cell]);
    return about.lines.length > 1 ? `${say(name)} ${said}` : said;
  });
  return `${cellWords(chart, cell)}: ${parts.join(", ")}`;
}

/** For each class the share of the cells of a line that have it, 0..1; null while they are still coming. */
export function sharesOf(chart, line) {
  if (!chart.ended || chart.told < chart.cells) return null;
  return new Map(classesOf(chart.about).map(({ value }) => [value, chart.lines[line].filter((one) => one === value).length / chart.cells]));
}
