/** A dialog of the page: a title, what is in it, a way out. A button anywhere with data-opens="its id" opens it. */
import { iconButton, make } from "./controls.js";
import { t } from "./words.js";

/** @param element <dialog> @param fill () -> its content, made each time it opens. The answer opens it. */
export function createDialog(element, title, fill) {
  const heading = make("h2", { id: `${element.id}-title` }, title);
  const body = make("div", { className: "dialog-body" });
  const away = iconButton("close", t("dialog.close"), () => element.close(), { "data-testid": "close-dialog" });
  element.setAttribute("aria-labelledby", heading.id);
  element.replaceChildren(make("div", { className: "dialog-head" }, heading, away), body);
  // What is behind is the dialog itself, beyond its box.
  element.addEventListener("click", (event) => event.target === element && element.close());

  function open() {
    body.replaceChildren(...fill());
    element.showModal();
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(`[data-opens="${element.id}"]`)) open();
  });
  return open;
}
