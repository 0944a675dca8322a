/** What is taken hold of at the tip of a needle. */
import { make } from "../controls.js";

/** @param dragged told the pixel of the plot to which it is dragged @returns {move([x, y]), hide(whether), stop()} */
export function createHandle(plot, testid, dragged) {
  const element = make("div", { className: "needle-handle", "data-own-pointer": "", "data-testid": testid });
  plot.append(element);
  let held = false;
  element.addEventListener("pointerdown", (event) => {
    held = event.button === 0;
    if (held) element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = plot.getBoundingClientRect();
    dragged(event.clientX - box.left, event.clientY - box.top);
  });
  for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => (held = false));
  return {
    move([x, y]) {
      element.style.transform = `translate(${x}px, ${y}px)`;
    },
    hide: (whether) => (element.hidden = whether),
    stop: () => element.remove(),
  };
}
