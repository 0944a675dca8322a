/** The step inspector: what one run did in the step that is shown, vector by vector and line by line. */
import { iconButton, make } from "../controls.js";
import { lead, whole } from "../leading.js";
import { formulas } from "../formula.js";
import { inspectedRun, updateAt } from "../inspect.js";
import { createLegend } from "../legend.js";
import { swatch } from "../look.js";
import { pretty } from "../numbers.js";
import { shownStep } from "../player.js";
import { names } from "../runs.js";
import { updateOf } from "../traces/update.js";
import { around } from "../window.js";
import { t } from "../words.js";

const OFTEN = 120; // milliseconds between two readings while the race plays
const MOVE = "<math><mi>Δ</mi><mi>x</mi></math>";

export function mount(element, store) {
  const sign = make("span", { className: "sign" });
  const name = make("h2", { className: "panel-title" });
  const step = make("span", { className: "count", "data-testid": "inspected-step" });
  const close = iconButton("close", t("inspect.close"), shut, { "data-testid": "inspect-close" });
  const summary = make("p", { className: "note", "data-testid": "inspect-summary" });
  const zoom = make("button", { type: "button", className: "quiet", "data-testid": "zoom-to-step" }, t("inspect.zoom"));
  const check = make("a", { className: "quiet", href: document.querySelector("[data-page=gradients]").getAttribute("href"), "data-testid": "check-gradient" }, t("gradients.of-step"));
  lead(check, () => whole({ ...store.spec, start: update?.x ?? store.spec.start, runs: [inspectedRun(store)] }));
  const legend = createLegend(store);
  const lines = make("ol", { className: "lines", tabIndex: 0, "aria-label": t("inspect.formula"), "data-testid": "lines" });
  const fault = make("p", { className: "note", role: "alert", hidden: true });
  const head = make("div", { className: "inspector-head" }, sign, make("div", { className: "inspector-name" }, name, step), close);
  element.replaceChildren(head, make("div", { className: "inspector-says" }, summary, zoom, check), legend.element, lines, fault);
  legend.listen(lines);
  zoom.addEventListener("click", () => store.put("view", { range: around(update.x, update.next, store.view.aspect, store.data.grid.domain) }));

  let update = null; // the one that is told of
  let shown = null; // the inspection that is on the panel
  let read = 0;

  function shut() {
    const card = document.querySelector("[data-testid=inspect][aria-pressed=true]");
    store.put("view", { inspected: null, lit: null });
    card?.focus({ preventScroll: true });
  }

  /** Who is inspected. */
  function open() {
    const run = inspectedRun(store);
    element.hidden = !run;
    if (!run) return;
    const { slot } = run.look;
    if (sign.dataset.slot !== String(slot)) sign.replaceChildren(swatch(slot));
    sign.dataset.slot = slot;
    write(name, names(store.spec.runs)[store.spec.runs.indexOf(run)]);
    fill();
    if (store.view.beckon) element.scrollIntoView({ block: "nearest" });
    if (store.view.beckon) store.view.beckon = false;
  }

  /** What happens in the update that is shown. */
  function fill() {
    const run = inspectedRun(store);
    if (!run) return;
    const { inspection, race } = store.data;
    const mine = inspection?.id === run.look.id ? inspection : null;
    // What was said of another run stays, dimmed, for the moment the next answer takes: nothing jumps.
    if (mine || !inspection) show(mine);
    const at = mine ? updateAt(shownStep(store.view.frame, race), mine.updates) : -1;
    update = mine && updateOf(mine.window, at);
    const stands = mine && !mine.stale && (mine.at === at || store.view.playing);
    lines.classList.toggle("stale", !stands);
    write(fault, mine?.fault ? (mine.fault.sentence ?? t("fault.silent")) : "");
    fault.hidden = !mine?.fault;
    write(step, at >= 0 ? t("inspect.step", { from: at, to: at + 1 }) : mine && !mine.fault ? t("inspect.none") : "");
    write(summary, update ? said(race, run, at) : mine && at < 0 ? "" : "…");
    legend.tell(update, store.view.drawn);
    zoom.disabled = !update || !store.view.aspect;
    zoom.classList.toggle("wanted", Boolean(store.view.drawn?.unseen));
  }

  /** An answer, where it is another than the one on the panel. */
  function show(inspection) {
    if (inspection?.vectors !== shown?.vectors) legend.show(inspection?.vectors ?? [], MOVE);
    if (inspection?.lines !== shown?.lines) lines.replaceChildren(...(inspection?.lines ?? []).map(line));
    shown = inspection;
  }

  /** The step in words. */
  function said(race, { look: { id } }, at) {
    const { loss } = race?.series[race.ids.indexOf(id)] ?? {};
    const [before, after] = [at, at + 1].map((point) => pretty(loss?.[point] ?? NaN));
    return t("inspect.summary", { length: pretty(Math.hypot(...update.move)), before, after });
  }

  function line({ mathml, text }) {
    return make("li", {}, make("span", { className: "for-ears" }, text), make("span", { className: "line", "aria-hidden": "true" }, ...formulas(mathml).flatMap((part) => [part, make("wbr")])));
  }

  function shade() {
    legend.shade();
    for (const term of lines.querySelectorAll("[data-term]")) term.classList.toggle("lit", term.dataset.term === store.view.lit);
  }

  function escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || element.hidden) return;
    shut();
  }
  document.addEventListener("keydown", escape);

  const stops = [
    store.on("spec", open),
    store.on("data", (_data, patch) => ("inspection" in patch || "race" in patch) && fill()),
    store.on("view", (_view, patch) => {
      if ("inspected" in patch) open();
      else if (("drawn" in patch && !store.view.playing) || "playing" in patch) fill();
      if ("lit" in patch) shade();
    }),
    store.on("frame", () => {
      const now = performance.now();
      if (element.hidden || (store.view.playing && now - read < OFTEN)) return;
      read = now;
      fill();
    }),
    () => document.removeEventListener("keydown", escape),
  ];
  open();
  return () => stops.forEach((stop) => stop());
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
