/** The reading of a trial, beside its dot. */
import { make } from "../controls.js";

const AWAY = 14; // pixels from the middle of the dot

/** @param over the element that it stays within @returns {show(dot or null, lines: words, or [name, value])} */
export function createTip(over) {
  const element = make("div", { "className": "study-tip lab-tip", "aria-hidden": "true", "data-fleeting": "", "data-testid": "lab-tip", "hidden": true });
  over.append(element);
  return {
    show(dot, lines) {
      element.hidden = !dot;
      if (!dot) return;
      element.replaceChildren(...lines.map((line) => (Array.isArray(line) ? make("p", {}, line[0], make("b", {}, line[1])) : make("p", {}, line))));
      const [box, paper] = [dot, over].map((one) => one.getBoundingClientRect());
      const [x, y] = [(box.left + box.right) / 2 - paper.left, (box.top + box.bottom) / 2 - paper.top];
      const { offsetWidth: width, offsetHeight: height } = element;
      const left = x > paper.width / 2 ? x - AWAY - width : x + AWAY;
      element.style.left = `${Math.max(0, Math.min(paper.width - width, left))}px`;
      element.style.top = `${y > paper.height / 2 ? y - AWAY - height : y + AWAY}px`;
    },
  };
}
