/** What pictures are painted with under the theme that is on. */
import { inks } from "./classes.js";
import { palette } from "./regions.js";

/** @returns {inks, colours: of regions, judged: of a confusion matrix} */
export function paints(classes) {
  const found = inks(classes);
  const style = getComputedStyle(document.documentElement);
  const tone = (name) => [1, 3, 5].map((at) => parseInt(style.getPropertyValue(name).trim().slice(at, at + 2), 16));
  return { inks: found, colours: palette(found), judged: { ...found, right: tone("--run-0"), wrong: tone("--run-1") } };
}
