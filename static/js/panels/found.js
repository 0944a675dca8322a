/** What the strategies have found: the best so far, what each hands over, all trials, and files of these. */
import { searchAs } from "../api.js";
import { make } from "../controls.js";
import { save } from "../files.js";
import { breathing } from "../lab/breathing.js";
import { captions } from "../lab/captions.js";
import { createCurves } from "../lab/curves.js";
import { question, widened } from "../lab/space.js";
import { createTable } from "../lab/table.js";
import { createTrialTables } from "../lab/trials-table.js";
import { shownStep } from "../player.js";
import { wire } from "../runs.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";

const NUMBERS = { csv: "text/csv", json: "application/json" };
const EXCEL = "\ufeff"; // without this mark a spreadsheet reads Korean names as Latin letters

/** @param more {open(trial, only), figure: the element of the landscapes} */
export function mount(element, store, { open, figure }) {
  const widen = (wider) => store.put("spec", { search: { ...store.spec.search, axes: widened(store.spec, wider) } });
  const curves = createCurves();
  const table = createTable({ open, widen });
  const trials = createTrialTables();
  const { row, said, buttons } = takeButtons(["png", "svg", ...Object.keys(NUMBERS)], "lab-take", async (format) => save(`ravine-search.${format}`, await made(format), NUMBERS[format]));
  const take = make("div", { "className": "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("search.take")), row, said);
  element.replaceChildren(make("section", { className: "panel study lab-found-panel" }, make("div", { className: "lab-both" }, curves.element, table.element), trials.element, take));

  async function made(format) {
    if (NUMBERS[format]) return (format === "csv" ? EXCEL : "") + (await searchAs(NUMBERS[format], question(store.spec, wire)));
    return (await drawings()).filed(figure, { title: t("search.lab-heading"), lines: captions(store.spec, store.data.search.about).map((parts) => parts.join(" · ")), light: true }, format);
  }

  const calm = breathing(show);
  let due = 0;
  function soon() {
    due ||= requestAnimationFrame(calm);
  }

  function show() {
    due = 0;
    const { search } = store.data;
    const about = search?.about;
    element.toggleAttribute("data-stale", Boolean(search?.fault) && !about);
    for (const button of buttons) button.disabled = !about;
    if (!about) return;
    table.show(search);
    trials.show(search, Math.min(store.view.repeat, about.repeats - 1));
    follow();
  }

  let moment = -1;
  /** Only what goes with the player. */
  function follow() {
    const { search } = store.data;
    if (!search?.about) return;
    moment = shownStep(store.view.frame, store.data.race);
    curves.show(search, moment);
  }

  const stops = [
    store.on("data", (_data, patch) => "search" in patch && soon()),
    store.on("view", (_view, patch) => ["repeat", "theme"].some((key) => key in patch) && soon()),
    store.on("frame", breathing(() => shownStep(store.view.frame, store.data.race) !== moment && follow())),
    () => curves.stop(),
    () => cancelAnimationFrame(due),
  ];
  show();
  return () => stops.forEach((stop) => stop());
}
