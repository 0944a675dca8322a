/** A lesson's page: the race's own parts, moved from step to step of a text. */
import { startSurveying } from "./ground.js";
import { startInspecting } from "./inspect.js";
import { layOut, whenLookedAt } from "./layouts.js";
import { createGuide } from "./lesson/guide.js";
import { LESSON_KEYS, lessonActions } from "./lesson/keys.js";
import { startQuestions } from "./lesson/question.js";
import { startReading } from "./lesson/reading.js";
import { keepStep } from "./link.js";
import { startPlayer } from "./player.js";
import { startRacing } from "./race.js";
import { startCharting } from "./sweep/asking.js";
import { written } from "./spelling.js";
import { createStore } from "./store.js";
import { usualView } from "./viewpoint.js";
import * as figure from "./panels/figure.js";

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const place = (id) => document.getElementById(id);

/** What the first picture does not wait for, and what is mounted once it is asked for. */
const LATER = ["player", "inspector", "status", "loss", "results", "here", "views", "key", "embed", "chart", "instrument"];
const PLAY = ["surface", "runs", "rules"];

const arrival = { steps: 200, seed: 0, noise: { kind: "none" }, ...json("default-spec") };
const store = createStore({
  spec: arrival,
  view: { ...usualView, playing: false, frame: 0, speed: 1, broken: null },
  data: { chart: null, grid: null, race: null, inspection: null, fault: null, waiting: false, busy: true },
});
const guide = createGuide(store, json("steps"));
const questions = startQuestions(place("main"), store, guide);
const reading = startReading(place("reading"), place("reading-scroll"), guide);
keepStep(guide);

/** The panels beside the figure that a step wants; the inspector comes and goes by itself. */
const BESIDE = { curves: "loss", results: "results", here: "here" };
const gentle = matchMedia("(prefers-reduced-motion: no-preference)");
let ground = "";
guide.on("enter", ({ spec, panels, view, instrument }) => {
  const next = JSON.stringify(spec.surface);
  if (ground && next !== ground && gentle.matches) place("places").animate([{ opacity: 0.2 }, { opacity: 1 }], 450);
  ground = next;
  for (const [name, id] of Object.entries(BESIDE)) place(id).toggleAttribute("data-off", !panels.includes(name));
  place("loss").toggleAttribute("data-single", !("curve" in view));
  document.documentElement.toggleAttribute("data-instrument", false);
  if (instrument) document.documentElement.dataset.instrument = instrument;
  document.dispatchEvent(new CustomEvent("guise"));
  reading.show();
});
const charting = startCharting(store);
const { slug } = place("main").dataset;
guide.on("enter", () => charting.show(null));
guide.on("open", ({ id, chart }) => charting.show(slug, chart ? id : null));
place("own-way").querySelector("button").addEventListener("click", guide.back);
guide.on("strayed", (yes) => (place("own-way").hidden = !yes));
guide.enter(guide.first);
reading.arrive();

const survey = startSurveying(store);
const race = startRacing(store);
startPlayer(store);
startInspecting(store);
layOut(place("places"), store.view.show);
figure.mount(place("figure"), store);
for (const id of LATER) mount(id);
const actions = lessonActions(store, guide, questions);
mount("lecture", { title: () => document.querySelector("h1").textContent, keys: LESSON_KEYS, actions });
mount("help", { listed: LESSON_KEYS });
for (const id of ["space", "tiles"]) whenLookedAt(store, id, (part) => part.mount(place(id), store));
place("settings").addEventListener("toggle", () => PLAY.forEach((id) => mount(id)), { once: true });

function mount(id, ...more) {
  import(`./panels/${id}.js`).then((panel) => {
    panel.mount(place(id), store, ...more);
    store.put("view", {});
  });
}

const toRace = place("to-race");
const base = toRace.getAttribute("href");
const aim = () => (toRace.href = `${base}#${written(store.spec, store.view, arrival)}`);
toRace.addEventListener("pointerdown", aim);
toRace.addEventListener("focus", aim);

document.addEventListener("again", () => {
  survey();
  race();
});
document.addEventListener("theme", () => store.put("view", { theme: document.documentElement.dataset.theme }));
