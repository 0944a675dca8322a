/** The budget as it is spent: play, step from trial to trial, drag; and how the search stands, with its stop button. */
import { icon, iconButton, make } from "../controls.js";
import { changing, write } from "../lab/keeping.js";
import { moments } from "../lab/moment.js";
import { percentOf } from "../lab/part.js";
import { trainings } from "../lab/words.js";
import { go, shownStep, toggle } from "../player.js";
import { inLine } from "../queue.js";
import { t } from "../words.js";

/** @param more {searching: {begin(), stop()}, news: the live region} */
export function mount(element, store, { searching, news }) {
  const play = iconButton("play", t("player.play"), () => toggle(store), { "data-testid": "lab-play", "data-part": "play" });
  const step = (way) => go(store, beside(way));
  const back = iconButton("back", t("search.back"), () => step(-1), { "data-testid": "lab-back", "data-part": "stepping" });
  const next = iconButton("next", t("search.next"), () => step(1), { "data-testid": "lab-next", "data-part": "stepping" });
  const scrub = make("input", { type: "range", min: 0, value: 0, "aria-label": t("search.spent"), "data-testid": "lab-scrub", "data-part": "scrub" });
  const where = make("p", { className: "where", "data-testid": "lab-where" });
  const state = make("p", { className: "lab-state", "data-testid": "lab-state" });
  const stop = make("button", { type: "button", className: "quiet", "data-testid": "lab-stop" }, icon("stop"), make("span"));
  element.replaceChildren(back, play, next, scrub, where, state, stop);
  scrub.addEventListener("input", () => go(store, Number(scrub.value)));
  stop.addEventListener("click", () => (store.data.search?.busy ? searching.stop() : searching.begin()));

  const now = () => shownStep(store.view.frame, store.data.race);

  /** The moment of the trial before or after this one, whoever makes it. */
  function beside(way) {
    const all = moments(store.data.search?.trials ?? []);
    return (way > 0 ? all.find((one) => one > now()) : all.findLast((one) => one < now())) ?? (way > 0 ? Infinity : 0);
  }

  function said(search) {
    const { busy, line, again, stopped, told, summary, about } = search;
    if (again !== null) return t("maps.again", { seconds: again });
    if (line !== null) return inLine(line);
    if (busy && summary) return t("search.drawing");
    if (busy) return told.total ? t("maps.percent", { percent: Math.floor((100 * told.done) / told.total) }) : t("search.busy");
    if (stopped && summary) return t("search.stopped-land");
    if (stopped && about) return t("search.stopped", { percent: percentOf(search) });
    return stopped ? t("study.stopped") : "";
  }

  const turned = changing();
  let heard = "";
  function show() {
    const { search } = store.data;
    const about = search?.about;
    const refused = Boolean(search?.fault) && !about; // there is nothing to play
    const playing = store.view.playing && !refused;
    play.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play");
    play.title = t(playing ? "player.pause" : "player.play");
    play.setAttribute("aria-label", play.title);
    write(state, search ? said(search) : "");
    stop.hidden = !search || (!search.busy && !search.stopped && !search.fault?.silent);
    write(stop.lastChild, t(search?.busy ? "study.stop" : "study.again"));
    stop.querySelector("use").setAttribute("href", search?.busy ? "#icon-stop" : "#icon-play");
    for (const control of [play, scrub]) control.disabled = refused;
    if (refused) {
      for (const control of [back, next]) control.disabled = true;
      write(where, "");
      turned(null);
    }
    if (!about) return;
    const moment = now();
    const words = t("search.moment", { spent: trainings(moment, about.epochs), all: trainings(about.budget, about.epochs) });
    if (turned(`${moment} ${about.budget} ${words}`)) {
      scrub.max = about.budget;
      scrub.value = moment;
      scrub.setAttribute("aria-valuetext", words);
      write(where, words);
      back.disabled = moment <= 0;
      next.disabled = moment >= about.budget;
    }
    const news_ = search.busy ? t("search.busy") : search.ended ? t("search.over") : state.textContent;
    if (heard !== news_) news.textContent = heard = news_;
  }

  const stops = [store.on("data", (_data, patch) => "search" in patch && show()), store.on("view", show), store.on("frame", show)];
  show();
  return () => stops.forEach((quit) => quit());
}
