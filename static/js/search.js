/** The page of searches: strategies in the lab, scales, knobs, workers, and which score to trust. */
import { faultLine } from "./fault-line.js";
import { startSurveying } from "./ground.js";
import { onPaper } from "./lab/captions.js";
import { opener } from "./lab/crossing.js";
import { CHART_KEYS, SEARCH_KEYS, tabActions } from "./lab/keys.js";
import { raced, suited } from "./lab/space.js";
import { startSearching } from "./lab/searching.js";
import { leadFromHeader, whole } from "./leading.js";
import { lensed } from "./lensed.js";
import { arrived, keepLink } from "./link.js";
import { arrivalSpec, hearPage, mountPanels, place } from "./mounting.js";
import { fillOnPaper } from "./on-paper.js";
import { keepOnPaper } from "./paper.js";
import { startPlayer } from "./player.js";
import { createStore } from "./store.js";
import { createTurning, onItsTab, studiesOf, withStudy } from "./tab-studies.js";
import { usualView } from "./viewpoint.js";
import { t } from "./words.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const usual = { ...usualView, playing: !still, ...(still ? { frame: Infinity } : {}), speed: 1 };
/** A moment that a link names is stood at. */
const standing = (said) => ({ ...said, ...("frame" in said && { playing: false }) });
const store = createStore({ spec: suited(onItsTab(spec), arrival), view: { ...usual, ...standing(view), broken }, data: { search: null, grid: null, race: null, fault: null, waiting: false, busy: false } });
const studied = lensed(store, withStudy);
const survey = startSurveying(store);
faultLine(place("status"), store, { broken: "search.broken" });
const searching = startSearching(store);
startPlayer(store);
const open = opener(store, document.querySelector('[data-page="race"]').getAttribute("href"));

/** Which tab it is says the page, for its style sheet, and whether a race is tuned; and what to try. */
function dress({ tab, search }) {
  place("main").dataset.tab = tab;
  place("main").toggleAttribute("data-raced", raced(search));
  place("hint").textContent = t(`search.${tab}-hint`);
}
dress(store.spec);
store.on("spec", (now) => {
  const main = place("main");
  const turned = main.dataset.tab !== now.tab;
  dress(now);
  if (turned) for (const scrolled of [document.documentElement, ...main.querySelectorAll(".side, .beside")]) scrolled.scrollTop = 0;
});
const turn = createTurning(store);
mountPanels(store, place("main"), {
  tabs: { turn },
  lab: { open },
  "lab-player": { searching, news: place("news") },
  found: { open, figure: place("lab") },
  study: { store: studied, kinds: () => studiesOf(store.spec), beside: place("study-settings") },
  master: { beside: place("master-settings") },
  lecture: { title: () => t(`search.${store.spec.tab}-heading`), keys: SEARCH_KEYS, actions: tabActions(turn) },
  help: { keys: SEARCH_KEYS, figure: CHART_KEYS, on: "keys.on-chart" },
  share: { title: t("search.link") },
  "edit-link": { moments: false },
});
keepLink(store, arrival, (said) => {
  store.put("view", { ...usual, ...standing(said.view), broken: said.broken }, { travelled: true });
  store.put("spec", { search: arrival.search, start: undefined, tolerance: undefined, budget: undefined, repeats: undefined, map: undefined, study: undefined, watch: undefined, ...suited(onItsTab(said.spec), arrival) }, { settled: true, travelled: true });
});
/** Another page has no such tabs. */
const untabbed = () => {
  const { tab: _tab, study: _study, ...race } = store.spec;
  return whole(race);
};
for (const page of ["race", "maps", "gradients"]) leadFromHeader(page, untabbed);
keepOnPaper(place("lab"));
fillOnPaper(place("paper"), () => onPaper(store));
hearPage(store, survey);
