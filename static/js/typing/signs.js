/** Signs that hide behind other keys of a phone's keyboard, as keys of their own. */
import { make } from "../controls.js";
import { t } from "../words.js";

const SIGNS = ["x", "y", "+", "-", "*", "/", "^", "(", ")"];

/** @param box the text they are typed into; it keeps its focus */
export function createSigns(box) {
  const keys = SIGNS.map((sign) => {
    const key = make("button", { type: "button", className: "sign", tabIndex: -1 }, sign);
    key.addEventListener("pointerdown", (event) => event.preventDefault());
    key.addEventListener("click", () => {
      box.focus();
      document.execCommand("insertText", false, sign); // old, and the only way that Undo knows of
    });
    return key;
  });
  return make("div", { className: "signs", role: "group", "aria-label": t("typing.signs"), "data-testid": "signs" }, ...keys);
}
