/** The race page: make the store, wake the parts, mount the panels. */
import { arrived, keepLink } from "./link.js";
import { startSurveying } from "./ground.js";
import { startPlayer } from "./player.js";
import { startRacing } from "./race.js";
import { createStore } from "./store.js";
import * as figure from "./panels/figure.js";
import * as loss from "./panels/loss.js";
import * as player from "./panels/player.js";
import * as results from "./panels/results.js";
import * as rules from "./panels/rules.js";
import * as runs from "./panels/runs.js";
import * as share from "./panels/share.js";
import * as status from "./panels/status.js";
import * as surface from "./panels/surface.js";

const PANELS = { figure, player, status, surface, runs, rules, loss, results, share };

const arrival = { steps: 200, seed: 0, noise: { kind: "none" }, ...JSON.parse(document.getElementById("default-spec").textContent) };
const { spec, view, broken } = arrived(arrival);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const usual = { axis: "steps", scale: null, range: null, frame: 0, playing: true, speed: 1 };

/** A link with a moment shows that moment; a race without one plays, unless motion is unwelcome. */
function seen(said) {
  if ("frame" in said) return { ...usual, ...said, playing: false };
  return { ...usual, ...said, ...(still ? { frame: Infinity, playing: false } : {}) };
}

const store = createStore({ spec, view: { ...seen(view), broken }, data: { grid: null, race: null, fault: null, waiting: false } });

const survey = startSurveying(store);
const race = startRacing(store);
startPlayer(store);
for (const [id, panel] of Object.entries(PANELS)) panel.mount(document.getElementById(id), store);
keepLink(store, arrival, (said) => {
  const { speed, playing, frame } = store.view;
  const moment = "frame" in said.view ? { playing: false } : { playing, frame };
  store.put("view", { ...usual, ...moment, ...said.view, speed, broken: said.broken }, { travelled: true });
  store.put("spec", { start: undefined, ...said.spec }, { settled: true, travelled: true });
});

document.addEventListener("again", () => {
  survey();
  race();
});
document.addEventListener("theme", () => store.put("view", { theme: document.documentElement.dataset.theme }));
const fold = document.getElementById("fold");
fold.addEventListener("click", () => {
  const folded = document.getElementById("race").toggleAttribute("data-folded");
  fold.setAttribute("aria-expanded", String(!folded));
});
