/** Choosing noise, for a whole race or for one of its runs: its kind, what that does, and its settings. */
import { changed, entry, family, filled } from "./catalogue.js";
import { controlsOf, make } from "./controls.js";
import { say, t } from "./words.js";

/**
 * @param id of the drop-down and its name for tests @param change (noise or undefined, settled)
 * @param none words for having no noise of one's own; without them there always is one
 * @returns {element, set(noise or undefined, rows)}: rows are the examples of the surface, 0 where it is a formula
 */
export function noiseFields(id, change, none = "") {
  const select = make("select", { id, "data-testid": id.replace(/-\d+$/, ""), "data-field": "noise.kind" });
  const summary = make("p", { className: "note" });
  const fields = make("div", { className: "fields" });
  select.addEventListener("change", () => change(select.value ? { kind: select.value } : undefined, true));
  let shape = "";
  let now = null;
  let controls = null;

  function build(kind, rows) {
    const usable = family("noises").filter((one) => rows > 0 || !one.needs_rows);
    const options = usable.map((one) => [one.kind, say(one.title)]);
    const all = none ? [["", none], ...options] : options;
    select.replaceChildren(...all.map(([value, textContent]) => make("option", { value, textContent })));
    select.value = kind;
    const declared = kind && entry("noises", kind);
    summary.textContent = declared ? say(declared.summary) : "";
    summary.hidden = !declared;
    controls = declared && controlsOf(declared.settings, "noise.", filled(declared, now), (name, value, settled) => change(changed(declared, now, name, value), settled));
    fields.replaceChildren(...(controls ? [...controls.major, ...controls.minor] : []));
  }

  return {
    element: make("div", { "data-part": "noise" },
      make("div", { className: "field field-choice" }, make("label", { htmlFor: id }, t("rules.noise")), select), summary, fields),
    set(noise, rows) {
      now = noise;
      const kind = noise?.kind ?? "";
      const wanted = `${kind} ${rows > 0}`;
      if (wanted !== shape) build(kind, rows);
      shape = wanted;
      if (controls) controls.set(filled(entry("noises", kind), noise));
    },
  };
}
