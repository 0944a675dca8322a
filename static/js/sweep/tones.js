/** The colours and signs of a computed chart: of its lines and its classes. */
import { COLOURS, dashOf } from "../look.js";

const DASHES = ["", "7 5", "2 4", "12 4 3 4", "6 3 2 3 2 3", "18 6", "4 4", "1 3"];
const NOTHING = "0"; // by custom the class of what ends nowhere

/** The line of a run, by its slot. */
export const runLook = (slot) => ({ colour: `var(--run-${slot % COLOURS})`, dash: dashOf(slot).join(" ") });

/** The line of a measure: in the colour of the run it speaks of, else in ink, told apart by dash. */
export function lineLook(about, line, runs) {
  const [run, ...others] = about.lines[line].runs;
  const alone = run !== undefined && !others.length && about.lines.filter((other) => String(other.runs) === String(run)).length === 1;
  const slot = alone ? runs[run]?.look?.slot ?? run : null;
  if (slot === null) return { colour: "var(--ink)", dash: DASHES[line % DASHES.length] };
  return runLook(slot);
}

/** The classes in the order in which they are declared: [{value, name, letter, slot}]; slot null is no colour. */
export function classesOf(about) {
  const coloured = Object.keys(about.classes).filter((key) => key !== NOTHING);
  return Object.entries(about.classes).map(([key, name], i) => {
    const slot = key === NOTHING ? null : coloured.indexOf(key);
    return { value: Number(key), name, letter: String.fromCharCode(65 + i), slot };
  });
}
