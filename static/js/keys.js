/** The figure by keyboard: arrows move the start, with Shift the view; plus, minus and 0 zoom. */

/** For the dialog that lists every key of the page. */
export const FIGURE_KEYS = [
  { caps: ["←", "↑", "→", "↓"], words: "keys.start" },
  { caps: ["Shift + ←↑→↓"], words: "keys.pan" },
  { caps: ["+", "−"], words: "keys.zoom" },
  { caps: ["0"], words: "keys.whole" },
];

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @param on {nudge(dx, dy, settled), pan(dx, dy), zoom(factor), whole()} @param ready () -> whether to listen */
export function listenForKeys(element, on, ready) {
  const listening = new AbortController();
  const { signal } = listening;

  element.addEventListener("keydown", (event) => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey || !ready()) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) on.pan(-arrow[0], -arrow[1]);
    else if (arrow) on.nudge(...arrow, false);
    else if (event.key === "+" || event.key === "=") on.zoom(0.7);
    else if (event.key === "-") on.zoom(1 / 0.7);
    else if (event.key === "0") on.whole();
    else return;
    event.preventDefault();
  }, { signal });

  element.addEventListener("keyup", (event) => {
    if (event.target === element && event.key in ARROWS && !event.shiftKey && ready()) on.nudge(0, 0, true);
  }, { signal });

  return () => listening.abort();
}
