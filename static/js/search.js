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
import { keepTab } from "./page-tabs.js";
import { keepOnPaper } from "./paper.js";
import { startPlayer } from "./player.js";
import { standing, usualPlay } from "./playing.js";
import { createStore } from "./store.js";
import { createTurning, onItsTab, studiesOf, withStudy } from "./tab-studies.js";
import { t } from "./words.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const store = createStore({ spec: suited(onItsTab(spec), arrival), view: { ...usualPlay, ...standing(view), broken }, data: { search: null, grid: null, race: null, fault: null, waiting: false, busy: false } });
const studied = lensed(store, withStudy);
const survey = startSurveying(store);
faultLine(place("status"), store, { broken: "search.broken" });
const searching = startSearching(store);
startPlayer(store);
const open = opener(store, document.querySelector('[data-page="race"]').getAttribute("href"));
keepTab(store, (main, { search }) => main.toggleAttribute("data-raced", raced(search)));
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
  store.put("view", { ...usualPlay, ...standing(said.view), broken: said.broken }, { travelled: true });
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
