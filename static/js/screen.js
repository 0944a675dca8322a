/** The screen of the room: filled, made black, kept awake. What a browser cannot do is not offered. */
import { make } from "./controls.js";
import { t } from "./words.js";

export const canFill = Boolean(document.documentElement.requestFullscreen && document.fullscreenEnabled);

export async function fill() {
  if (!canFill) return;
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // The browser wants a click first, or the frame around the page does not allow it.
  }
}

/** Black, until any key or a click. */
export function blank() {
  const dark = make("dialog", { className: "blank", "aria-label": t("lecture.blank"), "data-testid": "blank" });
  const wake = (event) => {
    event.preventDefault();
    event.stopPropagation();
    dark.close();
  };
  dark.addEventListener("keydown", wake);
  dark.addEventListener("click", wake);
  dark.addEventListener("close", () => dark.remove());
  document.body.append(dark);
  dark.showModal();
}

/** Keep the screen awake for as long as `wanted()` says so. The answer asks again, as after a change of tab. */
export function keepAwake(wanted) {
  let lock = null;
  async function ask() {
    if (!wanted()) {
      lock?.release();
      lock = null;
    } else if (!document.hidden && (!lock || lock.released)) {
      // Only over HTTPS or on this machine, and not with an empty battery.
      lock = await navigator.wakeLock?.request("screen").catch(() => null);
    }
  }
  document.addEventListener("visibilitychange", ask);
  ask();
  return ask;
}
