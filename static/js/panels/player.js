/** Play, step, scrub and speed: all local, nothing is asked. */
import { contact } from "../api.js";
import { choose, iconButton, make } from "../controls.js";
import { endOf, go, idle, lastStep, stepBy, toggle } from "../player.js";
import { t } from "../words.js";

const OFTEN = 120; // milliseconds between two readings while the race plays: text and slider are dear to paint
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];

export function mount(element, store) {
  const back = iconButton("back", t("player.back"), () => stepBy(store, -1), { "data-testid": "step-back", "data-part": "stepping" });
  const play = iconButton("play", t("player.play"), () => toggle(store), { "data-testid": "play", "data-part": "play" });
  const next = iconButton("next", t("player.step"), () => stepBy(store, 1), { "data-testid": "step", "data-part": "stepping" });
  play.classList.add("primary");
  const scrub = make("input", { type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": t("player.scrub"), "data-testid": "scrub", "data-part": "scrub" });
  const count = make("span");
  const where = make("output", { className: "where", "data-testid": "where", "aria-hidden": "true" }, make("span", { className: "count" }, `${t("player.word")} `), count);
  const speed = choose(SPEEDS.map((value) => [String(value), `${value}×`.replace("0.25", "¼").replace("0.5", "½").replace("0.1", "⅒")]), String(store.view.speed),
    (value) => store.put("view", { speed: Number(value) }), { "aria-label": t("player.speed"), "data-testid": "speed", "data-part": "speed" });
  element.replaceChildren(back, play, next, scrub, where, speed);

  const here = () => lastStep(store.data.race);

  scrub.addEventListener("input", () => go(store, Number(scrub.value)));

  let drawn = "";
  let read = 0;
  function show() {
    play.disabled = idle(store);
    const playing = store.view.playing && !play.disabled;
    const words = t(playing ? "player.pause" : "player.play");
    play.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play");
    play.title = words;
    play.setAttribute("aria-label", words);
    speed.value = String(store.view.speed);
  }

  const stops = [
    store.on("view", show),
    ...["spec", "data"].map((drawer) => store.on(drawer, () => play.disabled === idle(store) || show())),
    contact.on(show),
    store.on("frame", (frame) => {
      const end = endOf(store.data.race);
      const steps = Math.max(end, store.data.race?.steps ?? 0);
      const now = `${frame}/${end}/${here()}/${steps}`;
      const time = performance.now();
      if (now === drawn || (store.view.playing && frame < end && time - read < OFTEN)) return;
      drawn = now;
      read = time;
      if (scrub.max !== String(steps)) scrub.max = String(steps);
      // While more is coming, a thin bar under the scrubber says how much is here.
      scrub.style.setProperty("--here", store.data.race?.ended ? "0%" : `${(100 * here()) / (steps || 1)}%`);
      scrub.value = String(frame);
      scrub.setAttribute("aria-valuetext", t("player.at", { step: frame, last: steps }));
      count.textContent = `${frame} / ${steps}`;
      back.disabled = frame <= 0;
      next.disabled = frame >= end;
    }),
  ];
  show();
  return () => stops.forEach((stop) => stop());
}
