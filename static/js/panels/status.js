/** What the page has to say: faults where they belong, news for those who listen, a label for the figure. */
import { entry } from "../catalogue.js";
import { make } from "../controls.js";
import { lastStep } from "../player.js";
import { pretty } from "../numbers.js";
import { names } from "../runs.js";
import { say, sentence as capital, t } from "../words.js";

/** @param element the line of faults; `data-news` and `data-figure` are the ids of the live region and the figure */
export function mount(element, store) {
  const news = document.getElementById(element.dataset.news);
  const figure = document.getElementById(element.dataset.figure);
  const sentence = make("span");
  const again = make("button", { type: "button", className: "quiet", "data-testid": "again" }, t("fault.again"));
  again.addEventListener("click", () => element.dispatchEvent(new CustomEvent("again", { bubbles: true })));
  element.replaceChildren(sentence, again);
  let marked = null;
  let told = null;

  function fault() {
    const { fault: wrong, waiting } = store.data;
    const words = wrong && spoken(wrong);
    unmark();
    if (wrong && !wrong.silent && mark(words, wrong.field) && inSight(marked.box)) hide();
    else if (wrong) tell(words, true, wrong.silent);
    else if (waiting) tell(t("fault.waiting"), false, false);
    else if (store.view.broken) tell(t("link.broken", { what: store.view.broken }), true, false);
    else hide();
  }

  /** The sentence without the program's name of the field: it stands beside the field, or speaks for itself. */
  function spoken({ silent, sentence: said, field }) {
    if (silent) return t("fault.silent");
    return capital(field && said.startsWith(`${field}: `) ? said.slice(field.length + 2) : said);
  }

  function tell(text, bad, retry) {
    sentence.textContent = text;
    element.hidden = false;
    element.classList.toggle("bad", bad);
    again.hidden = !retry;
  }

  function hide() {
    element.hidden = again.hidden = true;
    sentence.textContent = "";
  }

  /** Put the sentence under the control it names, if that is there. */
  function mark(text, field) {
    const [, run, rest] = /^(?:runs\[(\d+)\]\.)?(.*)$/.exec(field ?? "");
    const scope = run === undefined ? document : document.querySelector(`[data-run="${run}"]`);
    const name = rest.replace(/^optimizer\./, "").replace(/["\\]/g, "");
    const apart = run === undefined ? ":not([data-run] *)" : ""; // a run has fields of the same names
    const box = name && scope?.querySelector(`[data-field="${name}"]${apart}`);
    const line = box?.closest(".field")?.querySelector(".field-fault");
    if (!line || box.offsetParent === null) return false;
    line.textContent = text;
    line.hidden = false;
    box.setAttribute("aria-invalid", "true");
    marked = { line, box };
    return true;
  }

  /** Whether a control is neither scrolled away nor covered. */
  function inSight(box) {
    const { left, top, width, height } = box.getBoundingClientRect();
    return Boolean(box.closest(".field").contains(document.elementFromPoint(left + width / 2, top + height / 2)));
  }

  function unmark() {
    if (!marked) return;
    marked.line.hidden = true;
    marked.box.setAttribute("aria-invalid", "false");
    marked = null;
  }

  /** The state of the race in words: who leads, who broke off. */
  function summary() {
    const { race } = store.data;
    if (!race) return t("figure.loading");
    const called = names(store.spec.runs);
    const last = Math.min(store.view.frame, lastStep(race));
    const runs = store.spec.runs.flatMap(({ look }, i) => {
      const series = race.series[race.ids.indexOf(look.id)];
      return series?.count ? [{ name: called[i], loss: series.loss[series.last(last)], result: series.result }] : [];
    });
    const going = runs.filter(({ result }) => result?.status !== "diverged").sort((a, b) => a.loss - b.loss);
    const broke = runs.filter(({ result }) => result?.status === "diverged");
    const parts = [t("figure.state", { step: last })];
    if (going.length) parts.push(t("figure.leads", { name: going[0].name, loss: pretty(going[0].loss) }));
    for (const { name, result } of broke) parts.push(t("figure.broke", { name, step: result.diverged_at }));
    return parts.join(" ");
  }

  /** Only at rest: a listener must not be talked over while the race plays. */
  function report() {
    const surface = say(entry("surfaces", store.spec.surface.kind).title);
    const text = summary();
    figure.setAttribute("aria-label", `${t("figure.label", { surface, count: store.spec.runs.length })} ${text}`);
    if (store.view.playing || !store.data.race?.ended || text === told) return;
    told = text;
    news.textContent = text;
  }

  const stops = [
    store.on("data", (_data, patch) => {
      if ("fault" in patch || "waiting" in patch) fault();
      if ("race" in patch) report();
    }),
    store.on("view", (_view, patch) => {
      if ("broken" in patch) fault();
      if ("playing" in patch || "frame" in patch) report();
    }),
    store.on("spec", (_spec, _patch, { travelled }) => {
      if (store.view.broken && !travelled) store.put("view", { broken: null });
    }),
  ];
  fault();
  report();
  return () => stops.forEach((stop) => stop());
}
