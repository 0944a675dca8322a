/** A lesson's page: the race's own parts, moved from step to step of a text. */
import { startSurveying } from "./ground.js";
import { startInspecting } from "./inspect.js";
import { layOut, whenLookedAt } from "./layouts.js";
import { lead } from "./leading.js";
import { createGuide } from "./lesson/guide.js";
import { LESSON_KEYS, lessonActions } from "./lesson/keys.js";
import { startPager } from "./lesson/pager.js";
import { startQuestions } from "./lesson/question.js";
import { startReading } from "./lesson/reading.js";
import { startStudying } from "./lesson/study.js";
import { keepStep } from "./link.js";
import { arrivalSpec, hearPage, json, mountPanels, place } from "./mounting.js";
import { startPlayer } from "./player.js";
import { startRacing } from "./race.js";
import { startCharting } from "./sweep/asking.js";
import { written } from "./spelling.js";
import { createStore } from "./store.js";
import { usualView } from "./viewpoint.js";
import * as figure from "./panels/figure.js";

const arrival = arrivalSpec();
const store = createStore({
  spec: arrival,
  view: { ...usualView, playing: false, frame: 0, speed: 1, broken: null },
  data: { chart: null, grid: null, race: null, inspection: null, fault: null, waiting: false, busy: true },
});
const guide = createGuide(store, json("steps"));
const questions = startQuestions(place("main"), store, guide);
const reading = startReading(place("reading"), place("reading-scroll"), guide);
keepStep(guide);

/** Pages that know no race but their own: only the study goes along. */
const STUDIED = ["search", "networks"];
/** The panels beside the figure that a step wants; the inspector comes and goes by itself. */
const BESIDE = { curves: "loss", results: "results", here: "here" };
const gentle = matchMedia("(prefers-reduced-motion: no-preference)");
let ground = "";
guide.on("enter", ({ spec, panels, view, instrument, page }) => {
  const next = JSON.stringify(spec.surface);
  if (ground && next !== ground && gentle.matches) place("places").animate([{ opacity: 0.2 }, { opacity: 1 }], 450);
  ground = next;
  for (const [name, id] of Object.entries(BESIDE)) place(id).toggleAttribute("data-off", !panels.includes(name));
  place("loss").toggleAttribute("data-single", !("curve" in view));
  place("to-gradients").hidden = page !== "gradients";
  for (const one of STUDIED) place(`to-${one}`).hidden = page !== one;
  document.documentElement.toggleAttribute("data-instrument", false);
  if (instrument) document.documentElement.dataset.instrument = instrument;
  document.dispatchEvent(new CustomEvent("guise"));
  reading.show();
});
const charting = startCharting(store);
const { slug } = place("main").dataset;
guide.on("enter", () => charting.show(null));
guide.on("open", ({ id, chart }) => charting.show(slug, chart ? id : null));
startStudying(place("study"), { frame: place("race"), turn: place("map-size") }, store, guide);
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
const actions = lessonActions(store, guide, questions);
startPager(place("pager"), place("reading-scroll"), guide, questions, actions);
mountPanels(store, place("main"), {
  lecture: { title: () => document.querySelector("h1").textContent, keys: LESSON_KEYS, actions },
  help: { keys: LESSON_KEYS, called: "keys.lesson" },
});
for (const id of ["space", "tiles"]) whenLookedAt(store, id, (part) => part.mount(place(id), store));
place("settings").addEventListener("toggle", () => mountPanels(store, place("settings")), { once: true });
lead(place("to-race"), () => written(store.spec, store.view, arrival));
lead(place("to-gradients"), () => {
  const { study, tab } = guide.steps[guide.current];
  return written({ ...store.spec, study, tab }, { ...usualView, playing: true }, null);
});
for (const page of STUDIED) {
  lead(place(`to-${page}`), () => {
    const { study, tab } = guide.steps[guide.current];
    return written({ ...store.spec, study, tab }, { ...usualView, playing: true }, { ...store.spec, study: undefined, tab: undefined });
  });
}
hearPage(store, survey, race);
