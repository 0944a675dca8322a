/** Which class is taken for which, among the examples to validate: a row for each class, a column for each answer. */
import { svg } from "../look.js";
import { css, mixed, readable } from "./classes.js";

const CELL = 10; // units of a drawing that grows as a whole, as all of these
const HEAD = 9; // of the labels at the left and the top
const TITLE = 4;

/** @returns {element, show(matrix, inks)}; only cells that are others than before are touched */
export function createConfusion(words) {
  const cells = svg("g");
  const labels = svg("g");
  const element = svg("svg", { "class": "net-confusion", "aria-hidden": "true" }, labels, cells);
  let pieces = []; // {rect, text, now}

  function become(classes) {
    const side = HEAD + TITLE + classes * CELL;
    element.setAttribute("viewBox", `0 0 ${side} ${side}`);
    const from = HEAD + TITLE;
    const label = (text, x, y) => svg("text", { class: "confusion-label", x, y }, text);
    const middle = from + (classes * CELL) / 2;
    labels.replaceChildren(
      svg("text", { class: "confusion-title", x: middle, y: TITLE }, words.answer),
      svg("text", { class: "confusion-title", transform: `translate(${TITLE} ${middle}) rotate(-90)` }, words.truth),
      ...Array.from({ length: classes }, (_, i) => label(String(i), from + (i + 0.5) * CELL, from - HEAD / 2)),
      ...Array.from({ length: classes }, (_, i) => label(String(i), from - HEAD / 2, from + (i + 0.5) * CELL)));
    pieces = Array.from({ length: classes ** 2 }, (_, at) => {
      const [x, y] = [from + (at % classes) * CELL, from + Math.floor(at / classes) * CELL];
      const rect = svg("rect", { class: "confusion-cell", x, y, width: CELL, height: CELL });
      const text = svg("text", { class: "confusion-number", x: x + CELL / 2, y: y + CELL / 2 });
      return { rect, text, now: "" };
    });
    cells.replaceChildren(...pieces.map(({ rect }) => rect), ...pieces.map(({ text }) => text));
  }

  return {
    element,
    /** @param inks {right, wrong, paper, ink}: colours; a cell is as full of one as its share of its row, errors as their root, for they are few */
    show(matrix, { right, wrong, paper, ink }) {
      const classes = matrix.length;
      if (pieces.length !== classes ** 2) become(classes);
      matrix.forEach((row, truth) => {
        const all = row.reduce((sum, one) => sum + one, 0) || 1;
        row.forEach((count, answer) => {
          const hit = truth === answer;
          const share = hit ? (0.85 * count) / all : Math.sqrt(count / all);
          const ground = mixed(hit ? right : wrong, paper, share);
          const fill = css(ground);
          const piece = pieces[truth * classes + answer];
          const now = `${count} ${fill}`;
          if (now === piece.now) return;
          piece.now = now;
          piece.rect.setAttribute("fill", fill);
          piece.text.textContent = count || "";
          piece.text.setAttribute("fill", css(readable(ground, paper, ink)));
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
