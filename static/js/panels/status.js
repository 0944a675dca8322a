/** What the page has to say: faults where they belong, news for those who listen, a label for the figure. */
import { breakOf } from "../arrays.js";
import { faultLine } from "../fault-line.js";
import { lastStep } from "../player.js";
import { pretty } from "../numbers.js";
import { names } from "../runs.js";
import { surfaceName } from "../surface-name.js";
import { t } from "../words.js";

/**
 * @param element the line of faults; `data-news` and `data-figure` are the ids of the live region and the figure
 * @param more {broken}: the key of what is said of a link that cannot be read
 */
export function mount(element, store, { broken } = {}) {
  const news = document.getElementById(element.dataset.news);
  const figure = document.getElementById(element.dataset.figure);
  let told = null;
  const raced = () => store.spec.runs.some(({ look }) => !look.hidden);

  /** The state of the race in words: who leads, who broke off; nothing where nobody is seen to race. */
  function summary() {
    const { race } = store.data;
    if (!raced()) return "";
    if (!race) return t("figure.loading");
    const called = names(store.spec.runs);
    const last = Math.min(store.view.frame, lastStep(race));
    const runs = store.spec.runs.flatMap(({ look }, i) => {
      const series = race.series[race.ids.indexOf(look.id)];
      return series?.count ? [{ name: called[i], loss: series.loss[series.last(last)], broke: breakOf(series.result) }] : [];
    });
    const going = runs.filter(({ broke }) => !broke).sort((a, b) => a.loss - b.loss);
    const parts = [t("figure.state", { step: last })];
    if (going.length) parts.push(t("figure.leads", { name: going[0].name, loss: pretty(going[0].loss) }));
    for (const { name, broke } of runs) if (broke) parts.push(t(`figure.${broke.how}`, { name, step: broke.step }));
    return parts.join(" ");
  }

  /** Only at rest: a listener must not be talked over while the race plays. */
  function report() {
    const surface = surfaceName(store.spec.surface);
    const text = summary();
    const holes = store.data.grid?.holes ? ` ${t("figure.holes")}` : "";
    figure.setAttribute("aria-label", `${t("figure.label", { surface, count: raced() ? store.spec.runs.length : 0 })}${holes} ${text}`);
    if (store.view.playing || !store.data.race?.ended || text === told) return;
    told = text;
    news.textContent = text;
  }

  const stops = [
    faultLine(element, store, { broken }),
    store.on("data", (_data, patch) => ("race" in patch || "grid" in patch) && report()),
    store.on("view", (_view, patch) => ("playing" in patch || "frame" in patch) && report()),
  ];
  report();
  return () => stops.forEach((stop) => stop());
}
