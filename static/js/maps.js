/** The page of maps: what thousands of runs say about a race's settings and starts. */
import { faultLine } from "./fault-line.js";
import { lead } from "./leading.js";
import { arrived, keepLink } from "./link.js";
import { groundOf, startSurveying } from "./ground.js";
import { startMapping } from "./maps/asking.js";
import { startCrossing } from "./maps/crossing.js";
import { MAP_KEYS, MAP_FIGURE_KEYS, mapActions } from "./maps/keys.js";
import { leftOut, unsaid, usualTolerance } from "./maps/question.js";
import { arrivalSpec, hearPage, mountPanels, place } from "./mounting.js";
import { createStore } from "./store.js";
import { usualView } from "./viewpoint.js";
import { t } from "./words.js";
import * as figure from "./panels/map.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const usual = { ...usualView, playing: true }; // no moment is looked at, so that none stands in the link
const store = createStore({ spec: unsaid(spec), view: { ...usual, ...view, broken }, data: { map: null, grid: null, race: null, fault: null, waiting: false, busy: false } });

const survey = startSurveying(store);
const mapping = startMapping(store);
figure.mount(place("map"), store);
faultLine(place("status"), store, { broken: "maps.broken", always: true, offer: coarser }); // what is pale is not the answer: here it says why
startCrossing(store, place("to-race"));

/** Of a map that is too much: as fine as it can be, whatever changes later. */
function coarser({ fits }) {
  const words = fits && t(fits[1] > 1 ? "maps.coarser" : "maps.fewer", { columns: fits[0], rows: fits[1] });
  return fits && { words, take: () => store.put("spec", { map: { ...store.spec.map, cells: undefined } }) };
}

/** Why a run is not on the map stands on its card. */
function noteOf(_data, run, spec) {
  const why = leftOut(spec, run);
  return { sentence: why ? t(`maps.left-out-${why}`) : "", bad: false };
}

const coarse = matchMedia("(pointer: coarse)").matches;

/** What to try goes with the kind of map, and so do some of the controls. */
function dress() {
  const { kind } = store.spec.map;
  const hint = kind === "basin" && groundOf(store).minima.length === 1 ? "basin-one" : kind;
  place("main").dataset.kind = kind;
  place("hint").textContent = t(`maps.hint-${hint}`, { press: t(coarse ? "maps.tap" : "maps.click") });
}

const title = () => t(`maps.${store.spec.map.kind}-heading`);
dress();
store.on("spec", dress);
store.on("data", (_data, patch) => "grid" in patch && dress());
mountPanels(store, place("main"), {
  progress: { mapping, news: place("news") },
  lecture: { title, keys: MAP_KEYS, actions: mapActions(store, mapping) },
  help: { keys: MAP_KEYS, figure: MAP_FIGURE_KEYS },
  runs: { noteOf, of: "map" },
  rules: { usualTolerance },
  share: { title: t("maps.link") },
  "edit-link": { moments: false },
});
keepLink(store, arrival, (said) => {
  store.put("view", { ...usual, ...said.view, broken: said.broken }, { travelled: true });
  store.put("spec", { start: undefined, tolerance: undefined, budget: undefined, repeats: undefined, ...unsaid(said.spec) }, { settled: true, travelled: true });
});
hearPage(store, survey, mapping.begin);
