/** The colours and signs of a computed chart: of its lines, its classes and its numbers. */
import { COLOURS, dashOf } from "../look.js";

const DASHES = ["", "7 5", "2 4", "12 4 3 4", "6 3 2 3 2 3", "18 6", "4 4", "1 3"];
const DARK_TO_LIGHT = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]]; // viridis: Smith and van der Walt, 2015
const NOTHING = "0"; // by custom the class of what ends nowhere

/** The line of a measure: in the colour of the run it speaks of, else in ink, told apart by dash. */
export function lineLook(about, line, runs) {
  const [run, ...others] = about.lines[line].runs;
  const alone = run !== undefined && !others.length && about.lines.filter((other) => String(other.runs) === String(run)).length === 1;
  const slot = alone ? runs[run]?.look?.slot ?? run : null;
  if (slot === null) return { colour: "var(--ink)", dash: DASHES[line % DASHES.length] };
  return { colour: `var(--run-${slot % COLOURS})`, dash: dashOf(slot).join(" ") };
}

/** The classes in the order in which they are declared: [{value, name, letter, slot}]; slot null is no colour. */
export function classesOf(about) {
  const coloured = Object.keys(about.classes).filter((key) => key !== NOTHING);
  return Object.entries(about.classes).map(([key, name], i) => {
    const slot = key === NOTHING ? null : coloured.indexOf(key);
    return { value: Number(key), name, letter: String.fromCharCode(65 + i), slot };
  });
}

/** The colour of a share 0..1 of a scale: dark is low. */
export const heat = (share) => `rgb(${mixed(share).map(Math.round)})`;

function mixed(share) {
  const at = Math.min(1, Math.max(0, share)) * (DARK_TO_LIGHT.length - 1);
  const from = Math.min(DARK_TO_LIGHT.length - 2, Math.floor(at));
  return DARK_TO_LIGHT[from].map((part, i) => part + (at - from) * (DARK_TO_LIGHT[from + 1][i] - part));
}

/** Whether words on that colour are better light than dark: by its luminance, as WCAG has it. */
export function needsLight(share) {
  const [r, g, b] = mixed(share).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.2;
}
