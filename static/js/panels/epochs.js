/** The epoch that is shown as a table: a row for each run. */
import { make } from "../controls.js";
import { changing } from "../lab/keeping.js";
import { swatch } from "../look.js";
import { pretty } from "../numbers.js";
import { shownStep } from "../player.js";
import { names } from "../runs.js";
import { t } from "../words.js";

const HEADS = ["run", "loss-train", "loss-validation", "right-train", "right-validation"];

export function mount(element, store) {
  const body = make("tbody");
  const title = make("h2", { className: "panel-title" });
  const table = make("table", { className: "results", "data-testid": "epoch-table" },
    make("thead", {}, make("tr", {}, ...HEADS.map((name) => make("th", { scope: "col" }, t(`networks.${name}`))))), body);
  element.replaceChildren(title, make("div", { className: "epoch-scroll" }, table));
  const turned = changing();

  function show() {
    const { training, race } = store.data;
    const frame = shownStep(store.view.frame, race);
    const told = training?.epochs.map((list) => list[Math.min(frame, list.length - 1)]) ?? [];
    element.setAttribute("aria-busy", String(Boolean(training?.busy)));
    if (!turned(JSON.stringify([frame, told.map((one) => one?.epoch), training?.of, training?.ended]))) return;
    title.textContent = t("networks.at", { epoch: frame, last: race?.steps ?? 0 });
    const called = names(store.spec.runs);
    body.replaceChildren(...told.flatMap((one, i) => (one && store.spec.runs[i] ? [row(one, store.spec.runs[i].look.slot, called[i])] : [])));
  }

  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const row = ({ loss, accuracy }, slot, name) => make("tr", {}, make("th", { scope: "row" }, swatch(slot), " ", name),
    ...[pretty(loss.train ?? NaN), pretty(loss.validation ?? NaN), percent(accuracy.train), percent(accuracy.validation)].map((text) => make("td", {}, text)));

  const stops = [store.on("data", (_data, patch) => "training" in patch && show()), store.on("spec", show), store.on("frame", show)];
  show();
  return () => stops.forEach((stop) => stop());
}
