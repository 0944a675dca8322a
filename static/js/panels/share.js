/** The link to what the page shows, to be copied or edited. */
import { make } from "../controls.js";
import { copyButton } from "../copying.js";
import { address } from "../link.js";
import { t } from "../words.js";

/** @param more {title}: what it is a link to */
export function mount(element, store, { title = t("link.title") } = {}) {
  const field = make("input", { type: "text", readOnly: true, id: "link-field", "data-testid": "link" });
  const { button, done } = copyButton(field, "copy-link", show);
  const edit = make("button", { type: "button", className: "quiet", "data-opens": "edit-link", "data-part": "edit-link", "data-testid": "edit-link" }, t("link.edit"));
  element.replaceChildren(make("label", { htmlFor: field.id, className: "row-label" }, title), field, button, done, edit);

  field.addEventListener("focus", () => {
    show();
    field.select();
  });

  function show() {
    field.value = address();
  }
  // The address is written in the same turn, or a little later while something is dragged.
  const later = (wait) => setTimeout(show, wait);
  const stops = [store.on("spec", (_spec, _patch, { settled }) => later(settled ? 0 : 300)), store.on("view", () => later(300))];
  show();
  return () => stops.forEach((stop) => stop());
}
