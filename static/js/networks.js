/** The page of networks: trainings side by side, what happens layer by layer, batches, landscapes, ensembles, when to stop. */
import { entry, limits } from "./catalogue.js";
import { faultLine } from "./fault-line.js";
import { lensed } from "./lensed.js";
import { arrived, keepLink } from "./link.js";
import { arrivalSpec, hearPage, mountPanels, place } from "./mounting.js";
import { seeAll } from "./networks/cast.js";
import { foldOnPhones } from "./networks/folds.js";
import { NETWORK_KEYS, PLAYER_KEYS, tabActions } from "./networks/keys.js";
import { noteOf } from "./networks/notes.js";
import { ownFields } from "./networks/own-fields.js";
import { startRacing } from "./networks/racing.js";
import { onPaper } from "./networks/paper.js";
import { rated } from "./networks/rates.js";
import { startTraining } from "./networks/training.js";
import { NOTHING } from "./own/opening.js";
import { fillOnPaper } from "./on-paper.js";
import { keepTab } from "./page-tabs.js";
import { startPlayer } from "./player.js";
import { standing, usualPlay } from "./playing.js";
import { createStore } from "./store.js";
import { createTurning, onItsTab, studiesOf, withStudy } from "./tab-studies.js";
import { TABS } from "./tabs.js";
import { t } from "./words.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const store = createStore({ spec: onItsTab(spec), view: { ...usualPlay, ...standing(view), broken }, data: { training: null, own: NOTHING, grid: null, race: null, fault: null, waiting: false, busy: false } });
const studied = lensed(store, withStudy);
faultLine(place("status"), store, { broken: "networks.broken" });
const training = startTraining(store);
startPlayer(store);
/** Nobody bends round pictures. */
keepTab(store, (_main, { tab, training: { data } }) => {
  if (tab === TABS[0] && !entry("data", data.kind).plane) place("hint").textContent = t("networks.training-hint-pictures");
});
const turn = createTurning(store);
mountPanels(store, place("main"), {
  "tabs": { turn },
  "epoch-player": { training, news: place("news") },
  "training-results": { pictures: place("training-pictures"), asked: () => store.data.training.of },
  "runs": { store: rated(store), most: limits.trainings, tuned: false, besides: ownFields(store), of: "training", noteOf },
  "own-files": { page: place("main") },
  "study": { store: studied, kinds: () => studiesOf(store.spec), beside: place("study-settings") },
  "lecture": { title: () => t(`networks.${store.spec.tab}-heading`), keys: NETWORK_KEYS, actions: tabActions(turn), out: () => store.spec.tab === TABS[0] && seeAll(store) },
  "help": { keys: NETWORK_KEYS, figure: PLAYER_KEYS, on: "keys.on-training" },
  "share": { title: t("networks.link") },
  "edit-link": { moments: false },
});
foldOnPhones([...place("main").querySelectorAll(".net-fold")], store);
startRacing(studied, place("to-race"));
keepLink(store, arrival, (said) => {
  store.put("view", { ...usualPlay, ...standing(said.view), broken: said.broken }, { travelled: true });
  store.put("spec", { study: undefined, ...onItsTab(said.spec) }, { settled: true, travelled: true });
});
fillOnPaper(place("paper"), () => onPaper(store));
hearPage(store);
