/** How often every run of a race is run, each time with the next seed. */
import { make } from "./controls.js";
import { OFFERED, seeds } from "./repeats.js";
import { t } from "./words.js";

/** @param change (repeats, or undefined for once) @returns {element, set(spec)} */
export function repeatsField(change) {
  const fault = make("p", { className: "field-fault", hidden: true });
  const select = make("select", { id: "repeats", "data-testid": "repeats", "data-field": "repeats" });
  select.addEventListener("change", () => change(Number(select.value) > 1 ? Number(select.value) : undefined));
  const note = make("p", { className: "note", "data-testid": "repeats-seeds" });
  const field = make("div", { className: "field field-choice" }, make("label", { htmlFor: "repeats" }, t("repeats.name")), select, fault);
  let shape = "";

  return {
    element: make("div", { "data-part": "repeats" }, field, note),
    set(spec) {
      const now = seeds(spec);
      const offered = [...new Set([...OFFERED, now.count])].sort((a, b) => a - b);
      if (shape !== offered.join()) select.replaceChildren(...offered.map((one) => make("option", { value: one, textContent: one })));
      shape = offered.join();
      select.value = now.count;
      note.hidden = now.count === 1;
      note.textContent = note.hidden ? "" : t("repeats.seeds", now);
    },
  };
}
