/** A place in the line of heavy work, in words. */
import { t } from "./words.js";

const ORDINALS = 3; // places with a word of their own

/** "Third in line". */
export const inLine = (place) => t(place <= ORDINALS ? `maps.queue-${place}` : "maps.queue", { place });
