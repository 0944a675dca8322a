/** The page of gradients: checked, walked by, looked at in every direction, done without. */
import { startSurveying } from "./ground.js";
import { raceOf } from "./gradients/races.js";
import { GRADIENT_KEYS, tabActions } from "./gradients/keys.js";
import { lead, leadFromHeader, whole } from "./leading.js";
import { lensed } from "./lensed.js";
import { arrived, keepLink } from "./link.js";
import { arrivalSpec, hearPage, mountPanels, place } from "./mounting.js";
import { startPlayer } from "./player.js";
import { startRacing } from "./race.js";
import { createStore } from "./store.js";
import { usualView } from "./viewpoint.js";
import { t } from "./words.js";
import * as figure from "./panels/figure.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const usual = { ...usualView, playing: !still, ...(still ? { frame: Infinity } : {}), speed: 1 };
const store = createStore({ spec, view: { ...usual, ...view, broken }, data: { grid: null, race: null, inspection: null, fault: null, waiting: false, busy: true } });
const race = lensed(store, raceOf);

const survey = startSurveying(store);
const racing = startRacing(race);
startPlayer(store);
figure.mount(place("figure"), race);

/** Which tab it is says the page, for its style sheet, and what to try. */
function dress({ tab }) {
  place("main").dataset.tab = tab;
  place("hint").textContent = t(`gradients.${tab}-hint`);
}
dress(store.spec);
store.on("spec", dress);
mountPanels(store, place("main"), {
  status: { store: race },
  key: { store: race },
  lecture: { title: () => t(`gradients.${store.spec.tab}-heading`), keys: GRADIENT_KEYS, actions: tabActions(store) },
  help: { keys: GRADIENT_KEYS },
  share: { title: t("gradients.link") },
  "edit-link": { moments: false },
});
keepLink(store, arrival, (said) => {
  store.put("view", { ...usual, ...said.view, broken: said.broken }, { travelled: true });
  store.put("spec", { start: undefined, tolerance: undefined, budget: undefined, repeats: undefined, map: undefined, ...said.spec }, { settled: true, travelled: true });
});
/** Another page has no tabs. */
const elsewhere = ({ spec: { tab: _tab, ...rest } }) => whole(rest);
lead(place("to-race"), () => elsewhere(race));
lead(place("to-map"), () => elsewhere(race));
leadFromHeader("race", () => elsewhere(store));
leadFromHeader("maps", () => elsewhere(store));
hearPage(store, survey, racing);
