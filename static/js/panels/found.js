/** What the strategies have found: the best so far, what each hands over, all trials, and files of these. */
import { searchAs } from "../api.js";
import { make } from "../controls.js";
import { EXCEL, save } from "../files.js";
import { breathing } from "../lab/breathing.js";
import { captions } from "../lab/captions.js";
import { createCurves } from "../lab/curves.js";
import { partAs, partial } from "../lab/part.js";
import { question, widened } from "../lab/space.js";
import { createTable } from "../lab/table.js";
import { createTrialTables } from "../lab/trials-table.js";
import { shownStep } from "../player.js";
import { wire } from "../runs.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";

const NUMBERS = { csv: "text/csv", json: "application/json" };

/** @param more {open(trial, only), figure: the element of the landscapes} */
export function mount(element, store, { open, figure }) {
  const widen = (wider) => store.put("spec", { search: { ...store.spec.search, axes: widened(store.spec, wider) } });
  const curves = createCurves();
  const table = createTable({ open, widen });
  const trials = createTrialTables();
  const { row, said, buttons } = takeButtons(["png", "svg", ...Object.keys(NUMBERS)], "lab-take", async (format) => {
    const { content, part } = await made(format);
    save(`ravine-search${part ? "-part" : ""}.${format}`, content, NUMBERS[format]);
  });
  const take = make("div", { "className": "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("search.take")), row, said);
  element.replaceChildren(make("section", { className: "panel study lab-found-panel" }, make("div", { className: "lab-both" }, curves.element, table.element), trials.element, take));

  /** A file is whole, from the server, or of what has been told: who has stopped a search does not want it begun anew. */
  async function made(format) {
    const { search } = store.data;
    const mark = format === "csv" ? EXCEL : "";
    if (NUMBERS[format] && search.ended) return { content: mark + (await searchAs(NUMBERS[format], question(store.spec, wire))), part: false };
    if (NUMBERS[format]) {
      const { text, part } = partAs(format, search);
      return { content: mark + text, part };
    }
    const lines = captions(store).map((parts) => parts.join(" · "));
    return { content: await (await drawings()).filed(figure, { title: t("search.lab-heading"), lines, light: true }, format), part: partial(search) };
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
    const repeat = Math.min(store.view.repeat, about.repeats - 1);
    table.show(search, repeat);
    trials.show(search, repeat);
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
