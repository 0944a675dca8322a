/** A row of buttons, one for each kind of file, and below it what goes wrong. */
import { Refusal, Silence } from "../api.js";
import { make } from "../controls.js";
import { part } from "../part.js";
import { t } from "../words.js";

/** What makes pictures of a part of the page. */
export const drawings = () => part(import("../maps/picture.js")).catch(() => {
  throw new Silence("a part did not come");
});

/** @param take (format) -> promise of a saved file @returns {buttons, row, said}; they keep the focus, which a disabled one would lose */
export function takeButtons(formats, testid, take) {
  const said = make("p", { className: "note", role: "status", "data-testid": `${testid}-said` });
  const buttons = formats.map((format) => {
    const button = make("button", { type: "button", className: "quiet", "data-testid": `${testid}-${format}` }, format.toUpperCase());
    button.addEventListener("click", () => pressed(button, format));
    return button;
  });

  async function pressed(button, format) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    said.textContent = t("export.making");
    try {
      await take(format);
      said.textContent = "";
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      said.textContent = error instanceof Refusal ? error.message : t("fault.silent");
    } finally {
      button.ariaBusy = "false";
    }
  }

  return { buttons, row: make("div", { className: "take-buttons" }, ...buttons), said };
}
