/** Under a typed text: ^ under the very characters that are wrong. */
import { make } from "../controls.js";

const ROOM = 32; // characters shown of a text that takes more than a line
const BEFORE = 20; // of them before the place

/** @returns {element, point({at, length}, text, alone), clear()}; `alone` says that the text stands just above, on one line */
export function createCaret() {
  const unseen = make("span", { className: "caret-room" });
  const mark = make("span", { className: "caret-mark" });
  const above = make("span", { className: "caret-text" });
  const element = make("div", { className: "caret", "aria-hidden": "true", hidden: true, "data-testid": "caret" }, above, make("span", {}, unseen, mark));
  return {
    element,
    point({ at, length }, text, alone) {
      const signs = [...text.replace(/\s/g, " ")]; // the server counts characters, a script counts their halves
      const from = alone || signs.length <= ROOM ? 0 : Math.max(0, Math.min(at - BEFORE, signs.length - ROOM));
      const to = from + ROOM < signs.length ? from + ROOM : signs.length;
      const [head, tail] = [from > 0 ? "…" : "", to < signs.length ? "…" : ""];
      above.textContent = head + signs.slice(from, to).join("") + tail;
      above.hidden = alone;
      unseen.textContent = head + signs.slice(from, at).join("");
      const marked = Math.max(1, Math.min(length, (alone ? signs.length : to) - at));
      mark.textContent = "^".repeat(marked);
      element.hidden = false;
    },
    clear() {
      element.hidden = true;
    },
  };
}
