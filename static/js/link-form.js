/** What a link can be made to say, as a form: {page, language, theme, moment, hidden}. */
import { choose, make } from "./controls.js";
import { awayIn, parts } from "./guise.js";
import { t } from "./words.js";

const REGIONS = [".top", ".stage", ".side", ".beside"];

/** A drop-down with its name. */
export function chooser(name, options, value, change) {
  const id = `edit-${name}`;
  const select = choose(options, value, change, { id, "data-testid": id });
  return make("div", { className: "field field-choice" }, make("label", { htmlFor: id }, t(`edit.${name}`)), select);
}

/** Page, lecture or embed. */
export function formChooser(value, change) {
  const options = ["page", "lecture", "embed"].map((form) => {
    const input = make("input", { type: "radio", name: "link-form", value: form, checked: form === value, "data-testid": `form-${form}` });
    input.addEventListener("change", () => change(form));
    return make("label", {}, input, make("span", {}, t(`edit.as-${form}`)));
  });
  return make("div", { className: "segments", role: "radiogroup", "aria-label": t("edit.form") }, ...options);
}

const around = (element) => element.parentElement.closest("[data-part]");

/** A box for each part that `form` has, ticked where it is shown. @param hidden a Set, changed in place */
export function partBoxes(form, hidden, change) {
  const boxes = new Map();
  const never = new Set(awayIn(form).never);
  const isThere = (element) => !element || (!never.has(element.dataset.part) && isThere(around(element)));
  const groups = REGIONS.map((where) => {
    const own = [...parts()].filter(([, [first]]) => first.closest(where) && isThere(first));
    return own.length ? make("fieldset", {}, make("legend", {}, document.querySelector(where).getAttribute("aria-label") ?? t("part.header")), ...own.map(([name, [first]]) => line(name, first))) : "";
  });

  function line(name, first) {
    const input = make("input", { type: "checkbox", checked: !hidden.has(name), "data-testid": `part-${name}` });
    input.addEventListener("change", () => {
      if (input.checked) hidden.delete(name);
      else hidden.add(name);
      dim();
      change();
    });
    boxes.set(name, { input, within: around(first)?.dataset.part });
    return make("label", { className: "switch" }, input, t(`part.${name}`));
  }

  /** What is in a part that is hidden is hidden with it. */
  function dim() {
    const gone = (name) => Boolean(name) && (hidden.has(name) || gone(boxes.get(name)?.within));
    for (const { input, within } of boxes.values()) input.disabled = gone(within);
  }
  dim();
  return make("div", { className: "part-groups" }, ...groups);
}

/** What `hide=` has to say: null where the page hides just that by itself. */
export function hideOf(hidden, form) {
  const usual = new Set(awayIn(form).usual);
  const same = hidden.size === usual.size && [...hidden].every((name) => usual.has(name));
  return same ? null : [...hidden].join(",");
}
