/** The power cut of a run: {at, saved}, before update `at` it is resumed from what was saved; or nothing. */
import { limits } from "./catalogue.js";
import { oneOf, readWhole } from "./pieces.js";

/** What may have been saved; "everything" leaves no trace but the words. */
export const SAVED = ["everything", "weights", "nothing"];

/** A power cut as a piece of a link and back. */
export const written = ({ at, saved }) => `${at}:${saved}`;
export function read(text) {
  const [at, saved] = text.split(":");
  return { at: readWhole(at, 1, limits.steps), saved: oneOf(SAVED, saved ?? "") };
}
