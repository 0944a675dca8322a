/** The list of runs: a card each, kept while its run is in the spec. */
import { breakOf } from "../arrays.js";
import { createCard } from "../card.js";
import { limits } from "../catalogue.js";
import { make } from "../controls.js";
import { groundOf } from "../ground.js";
import { added, names } from "../runs.js";
import { createTuneBox } from "../tune-box.js";
import { t } from "../words.js";

/** How a run of the race broke off. */
function brokeOff({ race }, { look }) {
  const result = race?.series[race.ids.indexOf(look.id)]?.result;
  const broke = breakOf(result);
  return broke ? { sentence: t(`status.${result.status}`, { step: broke.step }), bad: true } : { sentence: "", bad: false };
}

/**
 * @param more {noteOf(data, run, spec), of}: what stands on a card beside the control that did it, and the part of the data it comes from;
 *   {most}: how many there may be; {tuned}: whether they can be tuned here; {besides}: what else is on a card, see card.js
 */
export function mount(element, store, { noteOf = brokeOff, of = "race", most = limits.runs, tuned = true, besides } = {}) {
  const cards = new Map();
  const list = make("ul", { className: "run-list" });
  const add = make("button", { type: "button", className: "add", "data-testid": "add-run", "data-part": "add-run" }, `+ ${t("runs.add")}`);
  const count = make("span", { className: "count" });
  add.addEventListener("click", () => store.put("spec", { runs: added(store.spec.runs, groundOf(store).scales) }));
  const tune = tuned ? createTuneBox(store) : null;
  const head = make("div", { className: "runs-head" }, make("h2", { className: "panel-title" }, t("runs.title"), " ", count), tune?.head);
  element.replaceChildren(...[head, tune?.report, list, add].filter(Boolean));

  function show() {
    const { runs } = store.spec;
    const full = runs.length >= most;
    const called = names(runs);
    const now = new Set(runs.map((run) => run.look.id));
    let left = -1; // where the focus was, if its card goes
    for (const [id, card] of cards) {
      if (now.has(id)) continue;
      if (card.element.contains(document.activeElement)) left = [...list.children].indexOf(card.element);
      card.element.remove();
      cards.delete(id);
    }
    runs.forEach((run, i) => {
      const { id } = run.look;
      if (!cards.has(id)) cards.set(id, createCard(store, id, besides));
      const card = cards.get(id);
      if (list.children[i] !== card.element) list.insertBefore(card.element, list.children[i] ?? null);
      card.update(run, i, called[i], runs.length, full);
    });
    if (left >= 0) list.children[Math.min(left, runs.length - 1)].querySelector("[data-testid=remove]").focus();
    add.disabled = full;
    add.title = full ? t("runs.full", { count: most }) : "";
    tune?.show();
    count.textContent = `${runs.length} / ${most}`;
  }

  function point() {
    for (const { look } of store.spec.runs) cards.get(look.id)?.inspected(look.slot === store.view.inspected);
  }

  function notes() {
    for (const run of store.spec.runs) {
      const { sentence, bad } = noteOf(store.data, run, store.spec);
      cards.get(run.look.id)?.note(sentence, bad);
    }
  }

  const stops = [
    store.on("spec", () => (show(), point())),
    store.on("view", (_view, patch) => "inspected" in patch && point()),
    () => tune?.stop(),
    store.on("data", (_data, patch) => of in patch && notes()),
  ];
  show();
  point();
  notes();
  return () => stops.forEach((stop) => stop());
}
