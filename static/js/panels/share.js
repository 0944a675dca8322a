/** The link to the race as it is, to be copied: also over plain HTTP, where there is no clipboard API. */
import { make } from "../controls.js";
import { address } from "../link.js";
import { t } from "../words.js";

export function mount(element, store) {
  const field = make("input", { type: "text", readOnly: true, id: "link-field", "data-testid": "link" });
  const button = make("button", { type: "button", className: "quiet", "data-testid": "copy-link" }, t("link.copy"));
  const done = make("span", { className: "note", role: "status" });
  element.replaceChildren(make("label", { htmlFor: field.id, className: "row-label" }, t("link.title")), field, button, done);

  field.addEventListener("focus", () => {
    show();
    field.select();
  });
  button.addEventListener("click", async () => {
    show();
    done.textContent = (await copied()) ? t("link.copied") : t("link.by-hand");
    setTimeout(() => (done.textContent = ""), 4000);
  });

  async function copied() {
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(field.value);
        return true;
      } catch {
        // Refused by the browser; the old way may still work.
      }
    }
    field.select();
    return document.execCommand("copy");
  }

  const show = () => (field.value = address());
  // The address is written in the same turn, or a little later while something is dragged.
  const later = (wait) => setTimeout(show, wait);
  const stops = [store.on("spec", (_spec, _patch, { settled }) => later(settled ? 0 : 300)), store.on("view", () => later(300))];
  show();
  return () => stops.forEach((stop) => stop());
}
