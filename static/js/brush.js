/**
 * A finger or mouse on a chart: it reads what is there, and pressed it takes the race to that step. A finger that begins
 * to scroll the page presses too: only once it moves sideways, or is lifted where it came down, is the race meant.
 */
import { make } from "./controls.js";
import { pretty } from "./numbers.js";
import { t } from "./words.js";

const ASIDE = 5; // pixels a finger moves sideways before it brushes

/**
 * @param on {step(value): the step at a value of the horizontal axis; go(step); read(step): [{name, stroke, value}]}
 * @returns {stop()}
 */
export function createBrush(chart, on) {
  const tip = make("div", { className: "chart-tip", hidden: true, "aria-hidden": "true", "data-testid": "chart-tip" });
  chart.element.append(tip);
  const { plot } = chart;
  let pressed = null; // {x, brushing} while a button or finger is down

  function under(event) {
    const box = plot.getBoundingClientRect();
    const value = chart.valueAt(event.clientX - box.left);
    return value === null ? null : on.step(value);
  }

  function tell(event) {
    const step = under(event);
    const rows = step === null || event.pointerType === "touch" ? [] : on.read(step);
    tip.hidden = rows.length === 0;
    if (tip.hidden) return;
    tip.replaceChildren(make("p", {}, t("chart.at", { step })), ...rows.map(({ name, stroke, value }) => {
      const mark = make("i");
      mark.style.background = stroke;
      return make("p", {}, mark, make("span", {}, name), make("b", {}, pretty(value)));
    }));
    tip.classList.toggle("left", event.clientX - plot.getBoundingClientRect().left > plot.clientWidth / 2);
  }

  function go(event) {
    const step = under(event);
    if (step !== null) on.go(step);
  }

  const listening = new AbortController();
  const listen = (name, heard) => plot.addEventListener(name, heard, { signal: listening.signal });
  listen("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    pressed = { x: event.clientX, brushing: event.pointerType !== "touch" };
    plot.setPointerCapture(event.pointerId);
    if (pressed.brushing) go(event);
  });
  listen("pointermove", (event) => {
    if (pressed) pressed.brushing ||= Math.abs(event.clientX - pressed.x) > ASIDE;
    if (pressed?.brushing) go(event);
    tell(event);
  });
  listen("pointerup", (event) => {
    if (pressed && !pressed.brushing) go(event);
    pressed = null;
  });
  listen("pointercancel", () => (pressed = null)); // the page scrolls
  listen("pointerleave", () => (tip.hidden = true));
  return { stop: () => listening.abort() };
}
