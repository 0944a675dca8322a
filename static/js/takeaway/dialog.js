/** The dialog of what can be taken away: pictures, numbers, a page that plays offline, code. */
import { exported, raceAs } from "../api.js";
import { copied } from "../copying.js";
import { choose, iconButton, make } from "../controls.js";
import { EXCEL, fileName, save } from "../files.js";
import { names } from "../runs.js";
import { t } from "../words.js";
import { wrong } from "./faults.js";
import { order } from "./order.js";
import { content, still } from "./still.js";

const PYTHON = "text/x-python";

/** @returns {open()}: shows the dialog, which is added to `place` once */
export function createDialog(store, place) {
  const said = make("p", { className: "note export-said", role: "status", "data-testid": "export-said" });
  const light = make("input", { type: "checkbox", checked: true, "data-testid": "export-light" });
  const code = make("textarea", { readOnly: true, spellcheck: false, wrap: "off", rows: 14, "aria-label": t("export.code"), "data-testid": "export-code" });
  const which = choose([], "", () => preview(), { id: "export-run", "data-testid": "export-run" });
  const kind = choose([["numpy", "NumPy"], ["torch", "PyTorch"]], "numpy", () => preview(), { "aria-label": t("export.kind"), "data-testid": "export-kind" });
  const button = (key, act, words = t(`export.${key}`)) => {
    const made = make("button", { type: "button", className: "quiet", "data-testid": `export-${key}` }, words);
    made.addEventListener("click", () => busy(made, act));
    return made;
  };
  const block = (title, ...parts) => make("section", { className: "export-block" }, make("h3", {}, t(title)), ...parts);
  const dialog = make("dialog", { className: "export-dialog", "aria-labelledby": "export-title", "data-testid": "export-dialog" },
    make("header", {}, make("h2", { id: "export-title" }, t("export.title")), iconButton("close", t("export.close"), () => dialog.close())),
    block("export.picture", make("div", { className: "export-row" }, button("png", () => picture("png"), "PNG"), button("svg", () => picture("svg"), "SVG"),
      make("label", { className: "switch" }, light, t("export.light")))),
    block("export.numbers", make("div", { className: "export-row" },
      button("csv", async () => save(`${name()}.csv`, EXCEL + (await raceAs("text/csv", order(store).race)), "text/csv"), "CSV"),
      button("json", async () => save(`${name()}.json`, await raceAs("application/json", order(store).race), "application/json"), "JSON"),
      button("html", async () => save(`${name()}.html`, await exported("html", order(store)), "text/html")))),
    block("export.code",
      make("div", { className: "export-row" }, make("label", { className: "for-ears", htmlFor: which.id }, t("export.which")), which, kind),
      code,
      make("div", { className: "export-row" },
        button("copy", async () => code.value && t((await copied(code)) ? "link.copied" : "link.by-hand")),
        button("download", async () => code.value && save(`${name(run())}-${kind.value}.py`, code.value, PYTHON)),
        button("notebook", async () => save(`${name(run())}.ipynb`, await exported("notebook", order(store, run())), "application/x-ipynb+json")))),
    said);
  place.append(dialog);

  const name = (number) => fileName(store.spec, number);
  const run = () => Number(which.value);
  let asking = new AbortController();

  /** Do something that takes a moment; what it answers, or what went wrong, is said. */
  async function busy(made, act) {
    made.disabled = true;
    said.textContent = t("export.making");
    try {
      const done = await act();
      said.textContent = typeof done === "string" ? done : "";
    } catch (error) {
      said.textContent = wrong(error);
    }
    made.disabled = false;
    if (document.activeElement === document.body) made.focus();
  }

  async function picture(format) {
    save(`${name()}.${format}`, await content(await still(store, format, { light: light.checked })));
  }

  async function preview() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    code.value = ""; // nobody takes away what belongs to another run
    try {
      const text = await exported(kind.value, order(store, run()), signal);
      if (!signal.aborted) code.value = text;
      said.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = wrong(error);
    }
  }

  function open() {
    const called = names(store.spec.runs);
    const inspected = store.spec.runs.findIndex(({ look }) => look.slot === store.view.inspected);
    const before = inspected < 0 ? Math.min(run() || 0, called.length - 1) : inspected;
    which.replaceChildren(...called.map((text, value) => make("option", { value, textContent: text })));
    which.value = String(before);
    said.textContent = "";
    dialog.showModal();
    preview();
  }

  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return { open };
}
