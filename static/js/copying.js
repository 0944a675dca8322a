/** Copying the text of a field: also over plain HTTP, where there is no clipboard API. */
import { make } from "./controls.js";
import { t } from "./words.js";

/** Copy what a field holds; whether it worked. Where it did not, the text is left selected. */
export async function copied(field) {
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

/** A button that copies `field`, and a line that says so. `ready()` is called before. */
export function copyButton(field, testid, ready = () => {}) {
  const done = make("span", { className: "note", role: "status" });
  const button = make("button", { type: "button", className: "quiet", "data-testid": testid }, t("link.copy"));
  button.addEventListener("click", async () => {
    ready();
    done.textContent = (await copied(field)) ? t("link.copied") : t("link.by-hand");
    setTimeout(() => (done.textContent = ""), 4000);
  });
  return { button, done };
}
