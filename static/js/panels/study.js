/** A study: its settings, its figures as they come, what it found. */
import { values } from "../api.js";
import { heightAt } from "../arrays.js";
import { changed, entry, filled } from "../catalogue.js";
import { choose, controlsOf, folded, make } from "../controls.js";
import { onceAFrame } from "../once-a-frame.js";
import { inLine } from "../queue.js";
import { createStudying } from "../study/asking.js";
import { createStudyChart } from "../study/chart.js";
import { createFacts } from "../study/facts.js";
import { looksOf } from "../study/looks.js";
import { createTables } from "../study/table.js";
import { takeaway } from "../study/take.js";
import { titleWords } from "../study/words.js";
import { say, sentence as capital, t } from "../words.js";

const DIGITS = 3; // of a setting that is taken from a chart

/**
 * @param own as it stands this panel shows `spec.study` on the ground of the spec, keeps what it found in `data.study`, and is
 *   hidden while there is none. Else
 *   study    {kind, ...settings}: a study of the panel's own, which the spec does not hear of
 *   ground   {surface, start}, or what answers it: where that stands
 *   kinds    studies to choose from, or what answers them
 *   figures, facts  the names of those to show; all where nothing is said; facts also as what answers them for a kind
 *   within   whether a text says what it is about: its figures come first, then its settings
 *   beside   an element for the settings, where they do not stand among the figures
 */
export function mount(element, store, { study = null, ground = null, kinds = null, figures = null, facts = null, within = false, beside = null } = {}) {
  let mine = study;
  let shown = null; // what is built for a kind: {kind, controls, charts, list, tables, drawn}
  let found = null;
  const left = {}; // {kind: study}: those that were turned away from
  const place = () => (typeof ground === "function" ? ground() : ground) ?? store.spec;
  const chosen = () => mine ?? store.spec.study ?? null;
  const declared = () => entry("studies", chosen().kind);
  const question = () => {
    const { surface, start } = place();
    return { study: chosen(), ...(declared().grounded && { surface, ...(start && { start }) }) };
  };

  /** Asked of the server only where the map does not show it. */
  async function stands({ surface, start }, signal) {
    const { grid } = store.data;
    if (!start || (grid?.of === JSON.stringify(surface) && Number.isFinite(heightAt(grid, ...start)))) return true;
    const [value] = (await values(surface, [start], signal)).values;
    return value !== null;
  }

  const frames = onceAFrame(draw);
  const studying = createStudying(stands, (next) => {
    found = next;
    if (!mine) store.put("data", { study: next });
    frames.soon();
  });
  const state = make("p", { className: "study-state", role: "status", "data-testid": "study-state" });
  const button = make("button", { type: "button", className: "quiet", "data-testid": "study-stop" });
  const progress = make("div", { className: "study-progress", "data-fleeting": "" }, state, button);
  const complaint = make("p", { className: "fault bad", role: "alert", hidden: true, "data-testid": "study-fault" });
  button.addEventListener("click", () => (found?.busy ? studying.stop() : studying.begin()));

  function change(name, value, settled) {
    put(changed(declared(), chosen(), name, value), settled);
  }

  /** What is across may be a setting as well. */
  function setter(settings, name) {
    const setting = settings.find((one) => one.name === name);
    return setting && ((value) => change(name, Number(value.toPrecision(DIGITS)), true));
  }

  /** To another study, as it was left. */
  function turn(kind) {
    left[chosen().kind] = chosen();
    put(left[kind] ?? { kind });
  }

  function put(next, settled = true) {
    if (!mine) return store.put("spec", { study: next }, { settled });
    mine = next;
    return look(settled);
  }

  function build(kind) {
    shown?.charts.forEach(({ stop }) => stop());
    const { title, summary, settings, ...all } = declared();
    const [drawn, listed] = [wanted(all.figures, figures), wanted(all.facts, typeof facts === "function" ? facts(kind) : facts)];
    const controls = controlsOf(settings, "study.", filled(declared(), chosen()), change);
    const looks = looksOf(all.figures);
    const charts = drawn.map((figure) => createStudyChart(figure, looks[figure.name], setter(settings, figure.across.column)));
    const list = createFacts(listed);
    const tables = createTables();
    const pictures = make("div", { className: "study-figures" }, ...charts.map((chart) => chart.element), list.element);
    const offered = (typeof kinds === "function" ? kinds() : kinds) ?? [];
    const picker = offered.length > 1 ? choose(offered.map((one) => [one, say(entry("studies", one).title)]), kind, turn, { "aria-label": t("study.title"), "data-testid": "study-kind" }) : null;
    const more = folded(t("run.more"), controls.minor);
    const dials = make("div", { className: "study-settings fields", "data-part": "study-settings" }, ...controls.major, ...(more ? [more] : []));
    beside?.replaceChildren(make("h2", { className: "panel-title" }, say(title)), dials);
    const own = beside ? [] : [dials];
    element.replaceChildren(
      make("div", { className: "study-head" }, make("h2", { className: "panel-title" }, picker ?? say(title)), progress),
      ...(within ? [complaint, pictures, ...own] : [make("p", { className: "note" }, say(summary)), ...own, complaint, pictures]),
      tables.element, takeaway(pictures, question, declared));
    shown = { kind, controls, charts, list, tables, drawn };
  }

  function look(settled = true) {
    const study = chosen();
    element.hidden = !study;
    if (!study) return studying.stop();
    if (shown?.kind !== study.kind) build(study.kind);
    const values = filled(declared(), study);
    shown.controls.set(values);
    shown.charts.forEach((chart, i) => chart.call(titleWords(shown.drawn[i], declared().settings, values), values[shown.drawn[i].of]));
    bar();
    return studying.look(question(), settled);
  }

  /** What does not fit the surface is not offered. */
  function bar() {
    const { grid } = store.data;
    const known = declared().grounded && grid?.of === JSON.stringify(place().surface) ? grid.misfits : {};
    const spokenOf = (options) => Object.fromEntries(Object.entries(options).map(([value, why]) => [value, `${capital(say(why).split(":")[0])}.`]));
    shown.controls.bar(Object.fromEntries(Object.entries(known).map(([name, options]) => [name, spokenOf(options)])));
  }

  function draw() {
    if (found.kind !== shown.kind) return;
    const { busy, fault, line, again, stopped, share } = found;
    element.setAttribute("aria-busy", String(busy));
    const words = [[again !== null, () => t("maps.again", { seconds: again })], [line !== null, () => inLine(line)], [busy && share !== null, () => t("study.share", { percent: Math.floor(100 * share) })], [busy, () => t("study.busy")], [stopped, () => t("study.stopped")]];
    state.textContent = words.find(([so]) => so)?.[1]() ?? "";
    button.textContent = t(busy ? "study.stop" : fault?.silent ? "fault.again" : "study.again");
    button.classList.toggle("away", !(busy || stopped || fault));
    complaint.hidden = !fault;
    complaint.textContent = fault ? spoken(fault) : "";
    for (const chart of shown.charts) chart.show(found);
    shown.list.show(found);
    shown.tables.show(shown.drawn, found.columns);
  }

  const stops = [
    store.on("data", (_data, patch) => "grid" in patch && shown && chosen() && bar()),
    store.on("spec", (_spec, _patch, { settled } = {}) => look(settled)),
    () => studying.quit(),
    frames.stop,
    () => shown?.charts.forEach(({ stop }) => stop()),
  ];
  element.classList.add("study");
  look();
  return () => stops.forEach((stop) => stop());
}

const wanted = (all, names) => all.filter(({ name }) => names?.includes(name) ?? true);

/** The sentence without the program's name of the field. */
function spoken({ silent, sentence, field }) {
  if (silent) return t("fault.silent");
  return capital(field && sentence.startsWith(`${field}: `) ? sentence.slice(field.length + 2) : sentence);
}
