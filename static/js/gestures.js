/** Pointer and wheel on a plot: a click, a pan, a zoom. In pixels of the plot; what they mean is told by the listener. */

const STILL = 5; // pixels a click may wander
const REST = 160; // milliseconds after which a turning wheel counts as finished

/**
 * @param on {click(x, y), pan(dx, dy), zoom(factor, x, y), end(), finger}
 * One finger does not pan, unless `finger` is true and it sets out sideways: on a phone it scrolls the page, two fingers pan and zoom.
 */
export function listenForGestures(element, on) {
  const down = new Map();
  let first = null;
  let moved = false;
  let resting = 0;

  const at = (event) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function press(event) {
    if (event.button !== 0 || event.target.closest("[data-own-pointer]")) return;
    down.set(event.pointerId, at(event));
    if (down.size === 1) {
      first = at(event);
      moved = false;
    }
  }

  function move(event) {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const [dx, dy] = [Math.abs(now.x - first.x), Math.abs(now.y - first.y)];
    if (!moved && down.size === 1 && (Math.hypot(dx, dy) < STILL || (scrolls(event) && dx < dy))) return;
    if (!moved) element.setPointerCapture(event.pointerId);
    moved = true;
    if (down.size === 2) pinch(event.pointerId, before, now);
    else if (on.finger || event.pointerType !== "touch") on.pan(now.x - before.x, now.y - before.y);
    down.set(event.pointerId, now);
  }

  /** Whether what is dragged may become a scroll of the page, which is no drag of the plot. */
  const scrolls = (event) => on.finger && event.pointerType === "touch";

  function pinch(id, before, now) {
    const other = [...down].find(([key]) => key !== id)[1];
    const spread = (a) => Math.max(20, Math.hypot(a.x - other.x, a.y - other.y));
    on.zoom(spread(before) / spread(now), (now.x + other.x) / 2, (now.y + other.y) / 2);
    on.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  function release(event) {
    if (!down.delete(event.pointerId) || down.size) return;
    if (moved) on.end();
    else if (event.type === "pointerup" && Math.hypot(at(event).x - first.x, at(event).y - first.y) < STILL) on.click(first.x, first.y);
  }

  function wheel(event) {
    event.preventDefault();
    const { x, y } = at(event);
    on.zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.0025), x, y);
    clearTimeout(resting);
    resting = setTimeout(on.end, REST);
  }

  const listening = new AbortController();
  const { signal } = listening;
  element.addEventListener("pointerdown", press, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", release, { signal });
  element.addEventListener("pointercancel", release, { signal });
  element.addEventListener("wheel", wheel, { signal, passive: false });
  return () => listening.abort();
}
