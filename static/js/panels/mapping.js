/** Which map: of starts, of two settings or of one; over what, how fine, and what is measured. */
import { choose, folded, make } from "../controls.js";
import { groundOf } from "../ground.js";
import { KINDS, MEASURES } from "../map-piece.js";
import { axisFields } from "../maps/axis-fields.js";
import { SIZES, choices, mapOf, turned } from "../maps/question.js";
import { windowFields } from "../maps/window-fields.js";
import { segments } from "../segments.js";
import { t } from "../words.js";

export function mount(element, store) {
  const put = (patch) => store.put("spec", { map: { ...store.spec.map, ...patch } });
  const kinds = segments("map-kind", KINDS.map((kind) => [kind, t(`maps.${kind}`)]), t("maps.title"), (kind) => store.put("spec", { map: turned(store.spec.map, kind) }));
  const what = make("p", { className: "note" });
  const narrow = matchMedia("(max-width: 46rem)");
  /** On a phone the controls are below the map: which kinds there are is seen above it. */
  const settle = () => (narrow.matches ? document.getElementById("kinds-place").append(kinds.element) : what.before(kinds.element));
  const axes = ["x", "y"].map((name, i) => axisFields(i, (axis) => put({ [name]: axis })));
  const measure = choose(MEASURES.map((one) => [one, t(`maps.measure-${one}`)]), "loss", (one) => put({ measure: one === MEASURES[0] ? undefined : one }),
    { id: "measure", "data-testid": "measure", "data-field": "measure" });
  const cells = choose([], "", (text) => put({ cells: Number(text) === SIZES[store.spec.map.kind].usual && !coarser() ? undefined : Number(text) }),
    { id: "cells", "data-testid": "cells", "data-field": "cells" });
  const part = windowFields((window) => put({ window }));
  const field = (select, words) => make("div", { className: "field field-choice" },
    make("label", { htmlFor: select.id }, words), select, make("p", { className: "field-fault", hidden: true }));
  const measured = field(measure, t("maps.measure"));
  const fold = folded(t("maps.window"), [part.element]);
  element.replaceChildren(make("h2", { className: "panel-title" }, t("maps.title")), what,
    ...axes.map((axis) => axis.element), measured, field(cells, t("maps.cells")), fold);
  settle();
  let shape = "";

  /** How many columns the server could take where nobody has said how many; null where these are as many as usual. */
  function coarser() {
    const { map } = store.data;
    if (store.spec.map.cells !== undefined || map?.kind !== store.spec.map.kind || map.stale || !map.columns) return null;
    return map.columns < SIZES[map.kind].usual ? map.columns : null;
  }

  /** Where no minimum is known there is no distance to it. */
  function measurable() {
    for (const option of measure.options) option.disabled = option.value === "distance" && !groundOf(store).minima.length;
  }

  function survey() {
    part.domain(store.data.grid?.domain);
    measurable();
  }

  let fine = null;
  function hear(_data, patch) {
    if ("grid" in patch) survey();
    if ("map" in patch && fine !== (fine = coarser())) show();
  }

  function show() {
    const { spec } = store;
    const map = mapOf(spec);
    const { offered } = SIZES[map.kind];
    kinds.set(spec.map.kind, true);
    what.textContent = t(`maps.${map.kind}-what`);
    axes[0].set(map.x, choices(spec));
    axes[1].set(map.y, map.y ? choices(spec, map.x.of) : []);
    measured.hidden = map.kind === "basin";
    fold.hidden = map.kind !== "basin";
    measurable();
    measure.value = map.measure;
    const side = coarser() ?? map.cells;
    const sides = offered.includes(side) ? offered : [...offered, side].sort((a, b) => a - b);
    if (shape !== (shape = `${map.kind}${sides}`)) {
      cells.replaceChildren(...sides.map((side) => make("option", { value: side, textContent: map.kind === "line" ? t("maps.points", { side }) : `${side} × ${side}` })));
    }
    cells.value = side;
    part.set(map.window);
  }

  narrow.addEventListener("change", settle);
  const quit = [() => narrow.removeEventListener("change", settle), store.on("spec", show), store.on("data", hear)];
  show();
  return () => quit.forEach((stop) => stop());
}
