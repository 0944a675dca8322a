/** Which class is taken for which, among the examples to validate: a row for each class, a column for each answer. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { css, mixed, readable } from "./classes.js";
import { fitted } from "./sharp.js";

const CELL = 10; // units of the drawing, as all of these
const HEAD = 7; // of the labels at the left and the top
const TITLE = 6; // of what they are, further out
const BEFORE = HEAD + TITLE;
const NUMBER = 0.5; // of a cell is a number high

/** @returns {element, fit(), show(matrix, inks)} */
export function createConfusion(words) {
  const labels = svg("svg", { "aria-hidden": "true" });
  const canvas = make("canvas", { "className": "confusion-cells", "aria-hidden": "true" });
  const element = make("div", { className: "net-confusion" }, labels, canvas);
  const pen = canvas.getContext("2d");
  let classes = 0;
  let drawn = null; // {matrix, inks}: only cells that are others than before are painted

  function become(count) {
    classes = count;
    const side = BEFORE + classes * CELL;
    const middle = (side + BEFORE) / 2;
    const label = (text, x, y) => svg("text", { class: "confusion-label", x, y }, text);
    const places = Array.from({ length: classes }, (_, i) => BEFORE + (i + 0.5) * CELL);
    labels.setAttribute("viewBox", `0 0 ${side} ${side}`);
    labels.replaceChildren(label(words.answer, middle, TITLE / 2), svg("text", { class: "confusion-label", transform: `translate(${TITLE / 2} ${middle}) rotate(-90)` }, words.truth),
      ...places.flatMap((at, i) => [label(String(i), at, BEFORE - HEAD / 2), label(String(i), BEFORE - HEAD / 2, at)]));
    canvas.style.inset = `${(100 * BEFORE) / side}% 0 0 ${(100 * BEFORE) / side}%`;
    canvas.style.width = `${(100 * (side - BEFORE)) / side}%`;
  }

  return {
    element,
    /** Ask the browser for the room: not while the epoch runs. */
    fit(count) {
      if (count !== classes) become(count);
      fitted(canvas, 1);
      drawn = null;
      Object.assign(pen, { font: `${(NUMBER * canvas.width) / classes}px ${getComputedStyle(canvas).fontFamily}`, textAlign: "center", textBaseline: "middle" });
    },
    /** @param inks {right, wrong, paper, ink, rule}: colours; a cell is as full of one as its share of its row, errors as their root, for they are few */
    show(matrix, inks) {
      const { right, wrong, paper, ink, rule } = inks;
      const cell = canvas.width / classes;
      const before = drawn?.inks === inks ? drawn.matrix : null;
      drawn = { matrix, inks };
      matrix.forEach((row, truth) => {
        const all = row.reduce((sum, one) => sum + one, 0) || 1;
        row.forEach((count, answer) => {
          if (before?.[truth][answer] === count) return; // rows have as many examples as before
          const hit = truth === answer;
          const ground = mixed(hit ? right : wrong, paper, hit ? (0.85 * count) / all : Math.sqrt(count / all));
          const [x, y] = [answer * cell, truth * cell];
          pen.fillStyle = css(rule);
          pen.fillRect(x, y, cell, cell);
          pen.fillStyle = css(ground);
          pen.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
          if (!count) return;
          pen.fillStyle = css(readable(ground, paper, ink));
          pen.fillText(count, x + cell / 2, y + cell / 2);
        });
      });
    },
  };
}

/** The mistakes [{truth, answer, count}], the most frequent first. */
export function mistakes(matrix) {
  const all = matrix.flatMap((row, truth) => row.flatMap((count, answer) => (count && truth !== answer ? [{ truth, answer, count }] : [])));
  return all.sort((a, b) => b.count - a.count);
}
