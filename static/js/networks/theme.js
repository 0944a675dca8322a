/** What pictures are painted with under the theme that is on. */
import { inks, mixed } from "./classes.js";
import { palette, pixel } from "./regions.js";

const LEVELS = 256;

/** @returns {inks, colours: of regions, judged: of a confusion matrix and of the pictures beside it} */
export function paints(classes) {
  const found = inks(classes);
  const style = getComputedStyle(document.documentElement);
  const tone = (name) => [1, 3, 5].map((at) => parseInt(style.getPropertyValue(name).trim().slice(at, at + 2), 16));
  const greys = Uint32Array.from({ length: LEVELS }, (_, level) => pixel(mixed(found.ink, found.paper, level / (LEVELS - 1))));
  return { inks: found, colours: palette(found), judged: { ...found, greys, right: tone("--run-0"), wrong: tone("--run-1"), rule: tone("--rule") } };
}
