/** A ring about the pointer, for the last row: off, large, huge. */
import { make } from "./controls.js";
import { wear, worn } from "./guise.js";

const SIZES = [null, "large", "huge"];

export function nextRing() {
  wear("pointer", SIZES[(SIZES.indexOf(worn("pointer")) + 1) % SIZES.length]);
}

/** The element follows the pointer; query and style sheet say whether it is seen. */
export function createRing() {
  const ring = make("div", { className: "ring", "aria-hidden": "true", "data-testid": "ring" });
  document.body.append(ring);
  const seen = (yes) => ring.toggleAttribute("data-seen", yes);
  document.addEventListener("pointermove", ({ clientX, clientY }) => {
    ring.style.transform = `translate(${clientX}px, ${clientY}px)`;
    seen(true);
  });
  document.documentElement.addEventListener("pointerleave", () => seen(false));
}
