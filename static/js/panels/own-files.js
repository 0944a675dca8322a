/** Files with recorded trainings: opened by dropping them on the page or choosing them, listed, taken away. */
import { iconButton, make } from "../controls.js";
import { swatch } from "../look.js";
import { MOST, createOpening } from "../own/opening.js";
import { usual } from "../tab-studies.js";
import { t } from "../words.js";

/** @param more {page: the element on which files may be dropped} */
export function mount(element, store, { page }) {
  const opening = createOpening(store);
  const input = make("input", { type: "file", accept: ".npz", multiple: true, id: "own-input", className: "for-ears", "data-testid": "own-input" });
  const drop = make("label", { className: "own-drop", htmlFor: "own-input" }, make("b", {}, t("own.choose")), make("span", {}, t("own.drop", { most: MOST })));
  const state = make("p", { className: "note", role: "status", "data-testid": "own-state" });
  const faults = make("div", { className: "own-faults", role: "alert", "data-testid": "own-faults" });
  const list = make("ul", { className: "own-list", "data-testid": "own-list" });
  const samples = make("div", { className: "own-samples" }, make("span", { className: "note" }, t("own.try")), ...usual.recorded.flatMap((name) => {
    const button = make("button", { type: "button", className: "quiet", "data-testid": `own-try-${name}` }, t(`own.sample-${name}`));
    button.addEventListener("click", () => opening.sample(name));
    return [button];
  }));
  element.replaceChildren(make("h2", { className: "panel-title" }, t("own.files")), input, drop, state, faults, list, samples, make("p", { className: "note" }, t("own.kept")));

  input.addEventListener("change", () => {
    opening.open([...input.files]);
    input.value = ""; // the same file may be chosen again once it is changed
  });

  const here = () => store.spec.tab === "own";
  const carries = ({ dataTransfer }) => here() && dataTransfer?.types.includes("Files");
  const over = (so) => page.toggleAttribute("data-dropping", so);
  const listening = new AbortController();
  /** A file that misses the page's own place must not be opened in place of the page. */
  const heard = {
    dragover(event) {
      if (!carries(event)) return;
      event.preventDefault();
      over(true);
    },
    dragleave: (event) => event.relatedTarget || over(false),
    drop(event) {
      over(false);
      if (!carries(event)) return;
      event.preventDefault();
      opening.open([...event.dataTransfer.files]);
    },
  };
  for (const [name, ear] of Object.entries(heard)) window.addEventListener(name, ear, { signal: listening.signal });

  let shown = null;
  function show() {
    const { own } = store.data;
    if (own === shown) return;
    shown = own;
    element.setAttribute("aria-busy", String(own.busy !== null));
    state.textContent = own.busy === null ? "" : t("own.reading", { name: own.busy });
    faults.replaceChildren(...own.faults.map(({ name, sentence }) => make("p", { className: "fault bad" }, make("b", {}, name), " ", sentence)));
    list.replaceChildren(...own.recordings.map(({ id, slot, name, told }) => make("li", { "data-testid": "own-recording" }, swatch(slot), make("span", { className: "own-name" }, name),
      make("span", { className: "note" }, t("own.epochs", { count: told.epochs })), iconButton("close", t("own.remove", { name }), () => removed(id), { "data-testid": "own-remove" }),
      ...(told.unknown.length ? [make("span", { className: "note own-unknown" }, t("own.unknown", { names: told.unknown.join(", ") }))] : []))));
  }

  /** The focus stays near what was taken away. */
  function removed(id) {
    opening.remove(id);
    (list.querySelector("button") ?? input).focus();
  }

  const stops = [store.on("data", (_data, patch) => "own" in patch && show()), () => listening.abort(), opening.stop];
  show();
  return () => stops.forEach((stop) => stop());
}
