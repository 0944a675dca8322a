/** A finger or mouse on a chart: it reads what is there, and pressed it takes the race to that step. */
import { make } from "./controls.js";
import { pretty } from "./numbers.js";
import { t } from "./words.js";

/**
 * @param on {step(value): the step at a value of the horizontal axis; go(step); read(step): [{name, stroke, value}]}
 * @returns {stop()}
 */
export function createBrush(chart, on) {
  const tip = make("div", { className: "chart-tip", hidden: true, "aria-hidden": "true", "data-testid": "chart-tip" });
  chart.element.append(tip);
  const { plot } = chart;
  let pressed = false;

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
    if (event.button !== 0) return;
    pressed = true;
    plot.setPointerCapture(event.pointerId);
    go(event);
  });
  listen("pointermove", (event) => {
    if (pressed) go(event);
    tell(event);
  });
  for (const name of ["pointerup", "pointercancel"]) listen(name, () => (pressed = false));
  listen("pointerleave", () => (tip.hidden = true));
  return { stop: () => listening.abort() };
}
