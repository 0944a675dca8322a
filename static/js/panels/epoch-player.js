/** Play, step and drag through the epochs; and how the training stands, with its stop button. */
import { choose, icon, iconButton, make } from "../controls.js";
import { changing, write } from "../lab/keeping.js";
import { shareOf } from "../networks/growth.js";
import { endOf, go, lastStep, shownStep, stepBy, toggle } from "../player.js";
import { inLine } from "../queue.js";
import { names } from "../runs.js";
import { t } from "../words.js";

const SPEEDS = { 0.25: "¼×", 0.5: "½×", 1: "1×", 2: "2×", 4: "4×" };

/** @param more {training: {begin(), stop()}, news: the live region} */
export function mount(element, store, { training: asking, news }) {
  const play = iconButton("play", t("player.play"), () => toggle(store), { "data-testid": "play", "data-part": "play", "className": "icon-button primary" });
  const back = iconButton("back", t("networks.back"), () => stepBy(store, -1), { "data-testid": "step-back", "data-part": "stepping" });
  const next = iconButton("next", t("networks.next"), () => stepBy(store, 1), { "data-testid": "step", "data-part": "stepping" });
  const scrub = make("input", { "type": "range", "min": 0, "value": 0, "aria-label": t("networks.scrub"), "data-testid": "scrub", "data-part": "scrub" });
  const count = make("span");
  const where = make("output", { "className": "where", "data-testid": "where", "aria-hidden": "true" }, make("span", { className: "count" }, `${t("networks.epoch")} `), count);
  const speed = choose(Object.entries(SPEEDS).sort(([a], [b]) => a - b), String(store.view.speed), (value) => store.put("view", { speed: Number(value) }), { "aria-label": t("player.speed"), "data-testid": "speed", "data-part": "speed" });
  const state = make("p", { className: "epoch-state", "data-testid": "training-state" });
  const stop = make("button", { type: "button", className: "quiet", "data-testid": "training-stop" }, icon("stop"), make("span"));
  element.replaceChildren(back, play, next, scrub, where, speed, make("div", { className: "epoch-status" }, state, stop));
  scrub.addEventListener("input", () => go(store, Number(scrub.value)));
  stop.addEventListener("click", () => (store.data.training?.busy ? asking.stop() : asking.begin()));

  function said({ busy, line, again, stopped, start, ...rest }) {
    if (again !== null) return t("maps.again", { seconds: again });
    if (line !== null) return inLine(line);
    const percent = start ? Math.floor(100 * shareOf({ start, ...rest })) : 0;
    if (busy) return start ? t("maps.percent", { percent }) : t("networks.busy");
    if (stopped) return start ? t("networks.stopped", { percent }) : t("study.stopped");
    return "";
  }

  /** The end in words: who does best on the examples that judge. */
  function ending({ epochs }) {
    const called = names(store.spec.runs);
    const last = epochs.flatMap((list, i) => (list.length ? [{ name: called[i], right: list.at(-1).accuracy.validation }] : []));
    const best = last.reduce((one, other) => (other.right > one.right ? other : one), last[0]);
    return best ? t("networks.over", { name: best.name, percent: (100 * best.right).toFixed(1) }) : "";
  }

  const turned = changing();
  let heard = "";
  function show() {
    const { training, race } = store.data;
    const refused = Boolean(training?.fault) && !training.start; // there is nothing to play
    const playing = store.view.playing && !refused;
    play.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play");
    play.title = t(playing ? "player.pause" : "player.play");
    play.setAttribute("aria-label", play.title);
    speed.value = String(store.view.speed);
    write(state, training ? said(training) : "");
    stop.hidden = !training || (!training.busy && !training.stopped && !training.fault?.silent);
    write(stop.lastChild, t(training?.busy ? "study.stop" : "study.again"));
    stop.querySelector("use").setAttribute("href", training?.busy ? "#icon-stop" : "#icon-play");
    const frame = shownStep(store.view.frame, race);
    const end = endOf(race);
    if (turned(`${frame} ${end} ${lastStep(race)} ${race?.steps} ${refused}`)) {
      scrub.max = race?.steps ?? 1;
      scrub.style.setProperty("--here", !race || race.ended ? "0%" : `${(100 * lastStep(race)) / race.steps}%`);
      scrub.value = frame;
      scrub.setAttribute("aria-valuetext", t("networks.at", { epoch: frame, last: race?.steps ?? 0 }));
      write(count, race && !refused ? `${frame} / ${race.steps}` : "–");
      for (const control of [play, scrub]) control.disabled = refused;
      back.disabled = refused || frame <= 0;
      next.disabled = refused || frame >= end;
    }
    const news_ = training?.busy ? t("networks.busy") : training?.done ? ending(training) : state.textContent;
    if (heard !== news_) news.textContent = heard = news_;
  }

  const stops = [store.on("data", (_data, patch) => "training" in patch && show()), store.on("view", show), store.on("frame", show)];
  show();
  return () => stops.forEach((quit) => quit());
}
