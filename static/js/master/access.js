/** The access key of the server: asked for when something takes it, and kept until the tab is closed. */
import { Refusal, Silence } from "../api.js";
import { button } from "../bench/dial.js";
import { make } from "../controls.js";
import { createDialog } from "../dialogs.js";
import { t } from "../words.js";

const KEPT = "access-key";
const SENDABLE = /^[!-~]+$/; // what a header carries

/** Whoever was asked for the key went away without giving it. */
export class Declined extends Error {}

/** @returns {element, show(locked), allowed(deed)}: a line about the key, and `deed(key)` done as soon as the server takes the key */
export function createAccess() {
  let key = stored();
  let locked = false;
  let attempt = null; // (typed) what is wrong with it, or nothing
  const field = make("input", { "type": "password", "id": "access-key", "name": "key", "maxLength": 200, "autocomplete": "off", "required": true, "aria-describedby": "access-note access-fault", "data-testid": "access-key" });
  const fault = make("p", { "className": "field-fault", "id": "access-fault", "role": "alert", "data-testid": "access-fault" });
  const bare = make("input", { "type": "checkbox", "data-testid": "access-bare" });
  bare.addEventListener("change", () => (field.type = bare.checked ? "text" : "password"));
  const go = make("button", { "type": "submit", "className": "quiet primary", "data-testid": "access-go" }, t("access.go"));
  const form = make("form", { className: "access-form" }, make("p", { className: "note", id: "access-note" }, t("access.note")),
    make("label", { className: "for-ears", htmlFor: field.id }, t("access.title")), field, make("label", { className: "switch" }, bare, t("access.bare")), fault, go);
  const box = make("dialog", { "className": "dialog access", "id": "access", "data-testid": "access" });
  const open = createDialog(box, t("access.title"), () => [form]);
  const words = make("span");
  const forget = button(t("access.forget"), "forget-key", () => {
    keep("");
    element.focus(); // the button is gone
  });
  const element = make("p", { "tabIndex": -1, "className": "note access-line", "role": "status", "data-testid": "access-line", "hidden": true }, words, forget);
  document.body.append(box);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    if (go.disabled) return;
    go.disabled = true;
    fault.textContent = SENDABLE.test(typed) ? await attempt(typed) : t("access.strange");
    go.disabled = false;
    if (fault.textContent) field.select();
  });

  function keep(given) {
    key = given;
    try {
      if (given) sessionStorage.setItem(KEPT, given);
      else sessionStorage.removeItem(KEPT);
    } catch {
      // Kept by nobody but this page.
    }
    show(locked);
  }

  function show(now) {
    locked = now;
    element.hidden = !(locked || key);
    forget.hidden = !key;
    words.textContent = t(key ? "access.kept" : "access.locked");
  }

  /** What the deed comes to. Throws what it throws, or that nobody gave the key. */
  async function allowed(deed) {
    if (locked && !key) return ask(deed, "");
    try {
      return await deed(key);
    } catch (error) {
      if (!isOfKey(error)) throw error;
      return ask(deed, error.message);
    }
  }

  const ask = (deed, wrong) => new Promise((resolve, reject) => {
    if (box.open) return reject(new Declined());
    keep("");
    attempt = async (typed) => {
      try {
        const done = await deed(typed);
        keep(typed);
        resolve(done);
      } catch (error) {
        if (isOfKey(error)) return error.message;
        if (error instanceof Silence) return t("access.silent"); // and nobody knows whether it is the key
        if (error instanceof Refusal) keep(typed);
        reject(error);
      }
      box.close();
      return "";
    };
    box.addEventListener("close", () => reject(new Declined()), { once: true }); // which changes nothing once it is settled
    [field.value, field.type, bare.checked] = ["", "password", false];
    fault.textContent = wrong;
    open();
    field.focus();
  });

  return { element, show, allowed };
}

const isOfKey = (error) => error instanceof Refusal && error.field === "key";

function stored() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}
