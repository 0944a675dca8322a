/** Trials as dots with their numbers: larger ones have trained longer, a cross has failed, the best wears a ring. */
import { svg } from "../look.js";

const MANY = 40; // trials, from which on dots have no room for numbers
const [SMALL, LARGE] = [0.32, 0.56]; // ems of a dot without and with its number
const SHORT = 0.55; // of that is a dot that has trained hardly at all
const CROSS = 0.75; // of the size of its dot

const cross = (r) => `M${-r} ${-r} ${r} ${r}M${r} ${-r} ${-r} ${r}`;
const cased = (name, shape) => ["halo", "line"].map((className) => svg(name, { class: className, ...shape }));

/** How large the dot of a trial is, in pixels. */
export const radius = (trial, epochs, count, em) => em * (count > MANY ? SMALL : LARGE) * (SHORT + (1 - SHORT) * Math.sqrt(trial.epochs / epochs));

/**
 * @param trials as they stand; the last is the latest @param at (trial) -> [x, y] in pixels
 * @param more {epochs of a whole training, best: its record or null, em} @returns pieces as of `keeping`
 */
export function dots(trials, at, { epochs, best, em }) {
  const size = (trial) => radius(trial, epochs, trials.length, em);
  const drawn = trials.map((trial, i) => {
    const [x, y] = at(trial).map((px) => px.toFixed(1));
    const r = size(trial);
    const latest = i === trials.length - 1 ? " latest" : "";
    const numbered = r > 0.4 * em && trials.length <= MANY;
    return { key: `${trial.number} ${trial.score === null} ${x} ${y} ${r.toFixed(1)}${latest} ${numbered}`, make: () => dot(trial, r, latest, numbered, { "transform": `translate(${x} ${y})`, "data-trial": trial.number }) };
  });
  const winner = best && trials.find(({ number }) => number === best.number);
  return winner ? [...drawn, ring(at(winner), size(winner) + 0.24 * em)] : drawn;
}

function dot({ number, score }, r, latest, numbered, place) {
  if (score === null) return svg("g", { class: `lab-failed${latest}`, ...place }, ...cased("path", { d: cross(Number((CROSS * r).toFixed(1))) }));
  return svg("g", { class: `lab-dot${latest}`, ...place }, svg("circle", { r: r.toFixed(1) }), ...(numbered ? [svg("text", { class: "lab-number" }, String(number + 1))] : []));
}

/** About what is best. */
export const ring = ([cx, cy], r) => svg("g", { class: "lab-best" }, ...cased("circle", { cx: cx.toFixed(1), cy: cy.toFixed(1), r: r.toFixed(1) }));

/** Where the next trial will be: a diamond. */
export function next([x, y], r) {
  return svg("g", { class: "lab-next", transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, ...cased("path", { d: `M0 ${-r} ${r} 0 0 ${r} ${-r} 0Z` }));
}
