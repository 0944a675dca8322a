/** Words along the axes of the lab: the names of options, which are longer than numbers, and titles, cut where they have no room. */
import { svg, textWidth } from "../look.js";

const SMALL = 0.85; // of a number is a name

const cut = (text, fits) => {
  if (fits(text)) return text;
  let kept = text.length - 1;
  while (kept > 1 && !fits(`${text.slice(0, kept)}…`)) kept--;
  return `${text.slice(0, kept).trim()}…`;
};

/** The pixels of the longest label. */
export const longest = (labels, em, named = false) => Math.max(0, ...labels.map((label) => textWidth(label, em) * (named ? SMALL : 1)));

/** Whether names are too many to stand side by side. */
export const crowded = (labels, width, em) => longest(labels, em, true) + 0.4 * em > width / labels.length;

/** A name in so many pixels. */
export const shortened = (label, room, em) => cut(label, (text) => textWidth(text, em) * SMALL <= room);

/** The title of an axis in so many pixels: of a long one the sign stays. @param title [name, sign] */
export const entitled = ([name, sign], room, em) => {
  const whole = (text) => [text, sign].filter(Boolean).join(" ");
  return whole(cut(name, (text) => textWidth(whole(text), em) <= room));
};

/** A name that ends at a point, upwards of it if it is turned. */
export const nameAt = (x, y, label, turned) => svg("text", {
  "class": "tick-label lab-option", "text-anchor": "end", "dominant-baseline": "central", "transform": `translate(${x.toFixed(1)} ${y.toFixed(1)})${turned ? " rotate(-90)" : ""}` }, label);
