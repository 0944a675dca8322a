/** The letters of inner vectors on the map, beyond their tips; what is not drawn to scale says its factor. */
import { make } from "./controls.js";
import { formula } from "./formula.js";
import { pretty } from "./numbers.js";
import { toneOf } from "./tones.js";

const SIZE = { wide: 26, factor: 36, high: 18 }; // pixels that letters take
const AWAY = 18; // pixels from a tip
const ASIDE = [0, 1, -1, 2, -2, 3, -3, 4, -4]; // rows by which letters may step aside

/** @returns {element, show(vectors), write(sketch, width, height)}; letters carry their vector's term */
export function createLetters() {
  const element = make("div", { className: "layer letters", "aria-hidden": "true" });
  let letters = new Map();

  /** Lay letters somewhere, "" = nowhere. What stays the same is not touched: its layout is dear. */
  function lay(one, where, times) {
    if (one.box.hidden !== !where) one.box.hidden = !where;
    if (where && where !== one.where) one.box.style.transform = where;
    if (where && one.factor.textContent !== times) one.factor.textContent = times;
    one.where = where;
  }

  return {
    element,
    /** From now on the letters of these declared vectors. */
    show(vectors) {
      letters = new Map(vectors.map(({ name, symbol, latex }, i) => {
        const factor = make("span", { className: "factor" });
        return [name, { factor, where: "", box: make("span", { className: `letter ${toneOf(i)}`, hidden: true, "data-term": latex }, formula(symbol), factor) }];
      }));
      element.replaceChildren(...[...letters.values()].map(({ box }) => box));
    },
    /** Write what is drawn: an answer of `sketch`, or null for nothing. */
    write(drawn, width, height) {
      const laid = drawn ? places(drawn, width, height) : new Map();
      for (const [name, one] of letters) lay(one, ...(laid.get(name) ?? ["", ""]));
    },
  };
}

/** Where each name goes, as a transform, and its factor; one that finds no room is left out. */
function places({ x, items }, width, height) {
  const taken = [[...x, SIZE.wide / 2]];
  const laid = new Map();
  for (const { name, tip, axes, factor = 1 } of items) {
    const [px, py] = axes ? [x[0] + axes[0] + AWAY, x[1]] : beyond(x, tip);
    if (!(px > -8 && py > -8 && px < width + 8 && py < height + 8)) continue;
    const half = (SIZE.wide + (factor === 1 ? 0 : SIZE.factor)) / 2;
    const at = [within(px, half, width), within(py, SIZE.high / 2, height)];
    const free = (y) => taken.every(([ox, oy, other]) => Math.abs(ox - at[0]) >= half + other || Math.abs(oy - y) >= SIZE.high);
    const aside = ASIDE.find((rows) => free(at[1] + rows * SIZE.high));
    if (aside === undefined) continue;
    at[1] += aside * SIZE.high;
    taken.push([...at, half]);
    laid.set(name, [`translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px) translate(-50%, -50%)`, factor === 1 ? "" : `×${pretty(factor, 1)}`]);
  }
  return laid;
}

const within = (at, margin, end) => Math.min(end - margin, Math.max(margin, at));

function beyond([x0, y0], [x1, y1]) {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  return [x1 + (AWAY * (x1 - x0)) / length, y1 + (AWAY * (y1 - y0)) / length];
}
