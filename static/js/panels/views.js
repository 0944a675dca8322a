/** How the race is laid out: the map, the surface in space, both, or a small map for each run. */
import { icon, make } from "../controls.js";
import { LAYOUTS, drawsInSpace, layOut } from "../layouts.js";
import { t } from "../words.js";

/** @param element the switch; `data-places` is the id of what it rules */
export function mount(element, store) {
  const view = document.getElementById(element.dataset.places);
  const inputs = LAYOUTS.map((value) => make("input", { type: "radio", name: "show", value, "data-testid": `show-${value}` }));
  const labels = LAYOUTS.map((value, i) =>
    make("label", { title: t(`views.${value}-help`) }, inputs[i], make("span", {}, icon(value), make("b", {}, t(`views.${value}`)))));
  inputs.forEach((input) => input.addEventListener("change", () => store.put("view", { show: input.value })));
  element.replaceChildren(make("div", { className: "segments", role: "radiogroup", "aria-label": t("views.title") }, ...labels));
  const sentence = make("p", { className: "note no-space", role: "status", "data-testid": "no-space" });
  view.before(sentence);

  function arrange() {
    const { show } = store.view;
    for (const input of inputs) input.checked = input.value === show;
    layOut(view, show);
    const missed = (show === "space" || show === "both") && !drawsInSpace();
    sentence.textContent = missed ? t("space.none") : "";
    sentence.hidden = !missed;
  }

  arrange();
  return store.on("view", (_view, patch) => "show" in patch && arrange());
}
