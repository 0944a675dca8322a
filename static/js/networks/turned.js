/** A chart of epochs that turns the player: pressed and drawn along, or by keys; a mouse that is only over it points. */
import { STRIDES } from "../strides.js";

/** @param said {ready(): whether it can be asked, under(event): an epoch, go(epoch), point(epoch or null), by(epochs)} */
export function turned(stage, { ready, under, go, point, by }) {
  let held = false;
  stage.addEventListener("pointermove", (event) => {
    if (!ready() || (event.pointerType === "touch" && !held)) return;
    if (held) go(under(event));
    else point(under(event));
  });
  stage.addEventListener("pointerdown", (event) => {
    if (!ready() || event.button !== 0) return;
    held = true;
    stage.setPointerCapture(event.pointerId);
    point(null);
    go(under(event));
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(name, () => {
      held = false;
      point(null);
    });
  }
  stage.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !ready() || !(key in STRIDES)) return;
    event.preventDefault();
    event.stopPropagation();
    by(STRIDES[key]);
  });
}
