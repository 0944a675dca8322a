/** The master's view of searches that workers share: what each worker does, how trials learn, what came of it all. */
import { searches as ask, contact, searching } from "../api.js";
import { make } from "../controls.js";
import { createAccess } from "../master/access.js";
import { createActing, spoken } from "../master/acting.js";
import { createCard } from "../master/card.js";
import { clockOf } from "../master/clock.js";
import { createCurves } from "../master/curves.js";
import { createFacts } from "../master/facts.js";
import { createFeed } from "../master/feed.js";
import { beginButton, createForm } from "../master/form.js";
import { createHead } from "../master/head.js";
import { createList } from "../master/list.js";
import { createBestSoFar } from "../master/progress.js";
import { createScatter } from "../master/scatter.js";
import { withStarting } from "../master/state.js";
import { createTake } from "../master/take.js";
import { createTimeline } from "../master/timeline.js";
import { createTrialTable } from "../master/table.js";
import { createWatching } from "../master/watching.js";
import { duration } from "../master/words.js";
import { json } from "../mounting.js";
import { onceAFrame } from "../once-a-frame.js";
import { whileOn } from "../tabs.js";
import { t } from "../words.js";

const OFTEN = 250; // milliseconds between two looks at the clock while something runs
const SELDOM = 5000; // and between two looks at which searches there are

/**
 * @param element the wide column of the tab, where what happens is seen
 * @param more {beside: the narrow one, where what is asked stands}
 */
export function mount(element, store, { beside }) {
  let all = [];
  let state = null;
  let form = null; // as soon as the server has said what there is to choose from
  let chosen = null;
  const frames = onceAFrame(draw);
  const watched = () => store.spec.watch ?? null;

  const complaint = make("p", { className: "fault bad", role: "alert", hidden: true, "data-testid": "master-fault" });
  const faults = { asked: "", watched: "", listed: "" }; // what is wrong, by who noticed
  function complain(sentence, who = "asked") {
    faults[who] = sentence;
    const first = Object.values(faults).find(Boolean) ?? "";
    if (complaint.textContent !== first) complaint.textContent = first;
    complaint.hidden = !first;
  }

  const choose = (number) => {
    chosen = number === chosen ? null : number;
    frames.soon();
  };

  function step(by) {
    const numbers = state.trials.filter(({ spans }) => spans.length).map(({ number }) => number);
    const at = numbers.indexOf(chosen);
    chosen = numbers[Math.max(0, Math.min(numbers.length - 1, at < 0 && Math.abs(by) < Infinity ? 0 : at + by))] ?? null;
    frames.soon();
  }
  const look = (name) => store.put("spec", { watch: name ?? undefined });
  let coming = { name: null, count: 0, before: 0 }; // workers that were asked for, of which the server has not told
  const namesOf = (now) => withStarting(now).workers.length;
  function expect(name, count) {
    coming = { name, count, before: state?.name === name ? namesOf(state) : 0 };
    hear(state);
  }
  function hear(next) {
    if (next?.name === coming.name && namesOf(next) > coming.before) coming = { ...coming, count: 0 };
    state = next && withStarting(next, next.name === coming.name ? coming.count : 0);
    frames.soon();
  }
  const access = createAccess();
  const act = { ...createActing(watched, { complain, list, look, expect, allowed: access.allowed }), choose, step, look };

  const searches = createList(act);
  const timeline = createTimeline(act);
  const [feed, card, table, facts] = [createFeed(choose), createCard(choose), createTrialTable(choose), createFacts()];
  const [curves, best, scatter] = [createCurves(choose), createBestSoFar(), createScatter(choose)];
  const head = createHead(act);
  const figures = make("div", { className: "master-figures panel" }, timeline.element, curves.element, make("div", { className: "story" }, feed.element, card.element, card.aloud), best.element, scatter.element);
  const take = createTake(figures);
  const parts = [head, timeline, feed, card, table, facts, curves, best, scatter, take];
  const shown = make("div", { className: "master-body" }, head.element, figures,
    make("div", { className: "panel master-trials" }, make("h3", { className: "study-figure-title" }, t("master.trials")), table.element), make("div", { className: "panel master-facts" }, facts.element), make("div", { className: "panel" }, take.element));
  const nothing = make("section", { className: "panel master-nothing", "data-testid": "master-nothing" }, make("h2", { className: "panel-title" }, t("master.empty-title")), ...[1, 2, 3].map((i) => make("p", {}, t(`master.empty-${i}`))));
  element.replaceChildren(complaint, nothing, shown);
  beside.replaceChildren(searches.element, access.element);

  let unheard = false; // nothing comes of the search that is watched
  const watching = createWatching((next, fault) => {
    hear(next);
    complain(fault?.sentence ?? "", "watched");
    unheard = fault !== null;
  });

  function seen() {
    const now = watching.now();
    const clock = clockOf(state.trials.flatMap(({ spans }) => spans), now);
    return { state, now, chosen, clock, best: state.best?.number ?? null, time: (at) => duration(Math.round(clock.at(at))) };
  }

  function draw() {
    shown.hidden = !state;
    nothing.hidden = !form || Boolean(state) || all.length > 0;
    searches.show(all, watched(), state);
    if (!state) return;
    const now = seen();
    for (const part of parts) part.show(now);
  }

  /** Which searches there are; where none is named the newest that runs is watched, else the newest. */
  async function list() {
    try {
      if (!form) build(await searching());
      all = await ask();
      complain("", "listed");
    } catch (error) {
      complain(spoken(error), "listed");
      return;
    }
    const newest = all.find((one) => one.state === "running") ?? all[0];
    if (watched() === null && newest) store.put("spec", { watch: newest.name }, { settled: true, travelled: true, meant: true });
    if (!all.length) form.open(true);
    draw();
  }

  function build(choices) {
    access.show(choices.locked);
    form = createForm(json("usual").shared, choices, act.begin);
    access.element.before(form.element); // what is known of the key stands below the button that takes it
    nothing.append(beginButton(choices.workers, "begin-first", form.press));
  }

  return whileOn(store, ["workers"], () => {
    const follow = () => {
      if (watched() !== (state?.name ?? null)) [state, chosen] = [null, null];
      watching.look(watched());
      if (watched() === null && form) list(); // whoever comes back to a link without a name
      draw();
    };
    const timers = [
      setInterval(() => document.hidden || contact.away() || list(), SELDOM),
      setInterval(() => state?.state === "running" && !unheard && !document.hidden && timeline.show(seen()), OFTEN),
    ];
    const stops = [store.on("spec", follow), () => timers.forEach(clearInterval), () => watching.look(null), frames.stop];
    list();
    follow();
    return () => stops.forEach((stop) => stop());
  });
}
