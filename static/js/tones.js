/** The colours of inner vectors, and the terms under which what every step has is highlighted. */

const TONES = 6;

/** The class that colours a declared vector, by its place in the list. */
export const toneOf = (index) => `tone-${index % TONES}`;

/** What no rule declares, but every step may have. The move shares its term with the point it leads to. */
export const MOVE = "x";
export const MODEL = "model";
export const ASKED = "asked";
