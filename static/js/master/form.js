/** What a search is to be: what is trained, which settings are searched, who chooses, who gives up. */
import { controlsOf, folded, make, choose } from "../controls.js";
import { button, dial } from "../bench/dial.js";
import { changed, entry, filled } from "../catalogue.js";
import { say, t } from "../words.js";
import { spoken } from "./acting.js";
import { createAxisRows } from "./axis-rows.js";
import { plainName } from "./names.js";

const WHOLE = { trials: { low: 1, high: 100 }, epochs: { low: 1, high: 30 }, seed: { low: 0, high: 100 } }; // of the sliders; more can be typed
const AT_FIRST = 2; // workers

/**
 * @param usual the search of a fresh form @param choices {samplers, pruners, workers, pace} there are @param begin (spec, count of workers, during) -> promise
 * @returns {element, press(during), complain(sentence), open(whether)}
 */
export function createForm(usual, { samplers, pruners, workers, pace: slowest }, begin) {
  let asked = structuredClone(usual);
  const put = (patch) => (asked = { ...asked, ...patch });
  const declared = entry("targets", usual.target.kind);
  const rows = createAxisRows(usual.target.kind, asked.axes, (axes) => {
    put({ axes });
    leave();
  });
  const picker = (name, options) => make("div", { className: "field field-choice" }, make("label", { htmlFor: `master-${name}` }, t(`master.${name}`)),
    choose(options.map(({ kind, title }) => [kind, say(title)]), asked[name], (kind) => put({ [name]: kind }), { "id": `master-${name}`, "data-field": name }));
  const numbers = Object.entries(WHOLE).map(([name, range]) => dial(name, t(`master.${name}-dial`), { ...range, whole: true }, asked[name], (value) => put({ [name]: value })));
  const pace = dial("pace", t("master.pace"), { low: 0, high: Math.min(2, slowest) }, asked.pace ?? 0, (value) => put({ pace: value }));
  const own = declared.settings.filter(({ name }) => name !== "epochs");
  const controls = controlsOf(own, "target.", filled(declared, asked.target), (name, value) => {
    put({ target: changed(declared, asked.target, name, value) });
    leave();
  });
  const called = make("input", { "type": "text", "id": "master-name", "autocomplete": "off", "spellcheck": false, "placeholder": t("master.name-usual"), "data-field": "name" });
  const becomes = make("p", { "className": "note becomes", "id": "master-becomes", "role": "status", "data-testid": "name-becomes" });
  called.setAttribute("aria-describedby", becomes.id);
  called.addEventListener("input", () => {
    const typed = called.value.trim();
    const name = plainName(typed);
    put({ name: name || undefined });
    becomes.textContent = name === typed ? "" : t(name ? "master.name-becomes" : "master.name-lost", { name, kind: usual.target.kind });
  });
  const complaint = make("p", { className: "field-fault", role: "alert", hidden: true, "data-testid": "form-fault" });
  const go = beginButton(workers, "begin-search", press);

  const element = make("details", { className: "search-form", "data-testid": "search-form" },
    make("summary", {}, t("master.form")),
    make("p", { className: "note" }, say(declared.summary)), make("h3", { className: "row-label" }, t("master.axes")), rows.element,
    picker("sampler", samplers), picker("pruner", pruners), ...numbers, pace,
    folded(t("master.fixed"), [...controls.major, ...controls.minor]),
    make("div", { className: "field field-choice" }, make("label", { htmlFor: called.id }, t("master.name")), called, becomes), complaint, go);
  leave();

  /** What is searched has no one value. */
  function leave() {
    const searched = new Set(asked.axes.map(({ name }) => name));
    controls.set(filled(declared, asked.target));
    for (const box of element.querySelectorAll("[data-field^='target.']")) {
      if (searched.has(box.dataset.field.slice("target.".length))) box.closest(".field").hidden = true;
    }
  }

  async function press(during) {
    complain("");
    try {
      await begin(asked, Math.min(AT_FIRST, workers), during);
      element.open = false;
    } catch (error) {
      complain(spoken(error));
      element.open = true;
    }
  }

  function complain(sentence) {
    complaint.textContent = sentence;
    complaint.hidden = !sentence;
  }

  return { element, press, complain, open: (whether) => (element.open = whether) };
}

/** The button that makes a search and starts its first workers; it says so while the server is asked, and not while a key is. */
export function beginButton(workers, testid, press) {
  const words = workers ? t("master.begin", { count: Math.min(AT_FIRST, workers) }) : t("master.begin-alone");
  const made = button(words, testid, async () => {
    if (made.ariaBusy === "true") return;
    made.ariaBusy = "true";
    await press(async (asking) => {
      made.textContent = t("master.beginning");
      return asking.catch((error) => {
        made.textContent = words;
        throw error;
      });
    });
    [made.ariaBusy, made.textContent] = ["false", words];
  });
  made.classList.add("primary");
  return made;
}
