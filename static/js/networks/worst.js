/** The pictures that the network got most wrong: each with what it is and what it was taken for. */
import { unpacked } from "../arrays.js";
import { make } from "../controls.js";
import { onceFor, write } from "../lab/keeping.js";
import { t } from "../words.js";
import { mixed } from "./classes.js";

const SIDE = 8; // pixels of a picture
const DARKEST = 255;

const read = onceFor(({ pixels }) => unpacked(pixels));

/** @returns {element, show(pictures, inks)} */
export function createWorst() {
  const element = make("ul", { className: "net-worst", "data-testid": "net-worst" });
  let pieces = []; // {canvas, pen, words, now}

  function piece() {
    const canvas = make("canvas", { width: SIDE, height: SIDE, role: "img" });
    const words = make("span", { "aria-hidden": "true" });
    element.append(make("li", {}, canvas, words));
    return { canvas, pen: canvas.getContext("2d"), words, now: null };
  }

  function paint({ canvas, pen, words, now }, one, { ink, paper }) {
    if (now === one) return;
    const pixels = pen.createImageData(SIDE, SIDE);
    read(one).forEach((level, i) => pixels.data.set([...mixed(ink, paper, level / DARKEST), 255], 4 * i));
    pen.putImageData(pixels, 0, 0);
    write(words, `${one.label} → ${one.answer}`);
    canvas.setAttribute("aria-label", worstWords(one));
    canvas.title = worstWords(one);
    canvas.parentElement.toggleAttribute("data-right", one.label === one.answer);
  }

  return {
    element,
    show(pictures, inks, fresh) {
      while (pieces.length < pictures.length) pieces.push(piece());
      while (pieces.length > pictures.length) pieces.pop().canvas.parentElement.remove();
      pieces = pieces.map((each, i) => {
        paint(fresh ? { ...each, now: null } : each, pictures[i], inks);
        return { ...each, now: pictures[i] };
      });
    },
  };
}

export const worstWords = ({ label, answer, share }) => t(label === answer ? "drawn.right-answer" : "drawn.wrong-answer", { label, answer, share: Math.round(100 * share) });
