/** In a frame of someone's slides: say how high the page would like to be, and lead to the whole page. */
import { worn } from "../guise.js";
import { addressed } from "../link.js";
import { lang } from "../words.js";

const SHARE = 0.62; // the figure's height by its width
const PLAYER = 4; // and what stands around it, in sizes of type

/** @param element the link to the whole page */
export function mount(element) {
  if (!worn("embed")) return () => {};
  const stage = element.closest(".stage");
  const frame = stage.parentElement;
  const aim = () => (element.href = addressed({ lang }, null));
  element.addEventListener("pointerdown", aim);
  element.addEventListener("focus", aim);
  aim();

  let told = 0;
  /** From the width alone, and what stands below: a frame that follows it does not make it change. */
  function tell() {
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const below = Math.max(0, frame.getBoundingClientRect().bottom - stage.getBoundingClientRect().bottom);
    const height = Math.round(SHARE * stage.clientWidth + PLAYER * em + below);
    if (window.parent === window || height === told) return;
    told = height;
    window.parent.postMessage({ ravine: { height } }, "*"); // a height is no secret
  }
  const watcher = new ResizeObserver(tell);
  watcher.observe(frame);
  watcher.observe(stage);
  return () => watcher.disconnect();
}
