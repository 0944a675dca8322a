/** The page of gradients: checked, walked by, looked at in every direction, done without. */
import { entry } from "./catalogue.js";
import { startSurveying } from "./ground.js";
import { onPaper } from "./gradients/paper.js";
import { askedOf, isRaced, raceOf } from "./gradients/races.js";
import { factsOf } from "./gradients/usual.js";
import { GRADIENT_KEYS, tabActions } from "./gradients/keys.js";
import { lead, leadFromHeader, whole } from "./leading.js";
import { lensed } from "./lensed.js";
import { arrived, keepLink } from "./link.js";
import { arrivalSpec, hearPage, mountPanels, place } from "./mounting.js";
import { fillOnPaper } from "./on-paper.js";
import { fromTheTop } from "./page-tabs.js";
import { keepOnPaper } from "./paper.js";
import { startPlayer } from "./player.js";
import { still, usualPlay } from "./playing.js";
import { startRacing } from "./race.js";
import { createStore } from "./store.js";
import { createTurning, onItsTab, studiesOf, withStudy } from "./tab-studies.js";
import { t } from "./words.js";
import * as figure from "./panels/figure.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const store = createStore({ spec: onItsTab(spec), view: { ...usualPlay, ...view, broken }, data: { grid: null, race: null, inspection: null, fault: null, waiting: false, busy: true } });
/** The race of the tab; into its runs nobody looks here. */
const race = Object.assign(lensed(store, raceOf), { put: (name, patch, how) => "inspected" in patch || store.put(name, patch, how) });
const studied = lensed(store, withStudy);

const survey = startSurveying(store);
const racing = startRacing(lensed(store, askedOf));
startPlayer(store);
figure.mount(place("figure"), race);

/** Whether there is no race as it is asked for, so that one of before would stand for it. */
const refused = () => Boolean(store.data.fault?.sentence);

/** Which tab it is says the page, for its style sheet, and what to try; a race that comes is seen from its first step. */
function dress(now) {
  const main = place("main");
  main.dataset.tab = now.tab;
  main.toggleAttribute("data-raced", isRaced(now) && !refused());
  const [grounded, usually] = [withStudy(now).study?.kind, studiesOf(now)[0]].map((kind) => Boolean(entry("studies", kind)?.grounded));
  main.toggleAttribute("data-grounded", grounded);
  const mapped = place("figure").dataset.tabs.split(" ").includes(now.tab);
  const elsewhere = mapped && usually && !grounded; // what is studied has left the surface: so does the page
  main.toggleAttribute("data-mapless", !mapped || elsewhere);
  place("hint").hidden = elsewhere;
  place("hint").textContent = t(`gradients.${now.tab}-hint`);
}
dress(store.spec);
store.on("spec", (now, patch) => {
  const main = place("main");
  const [before, turned] = [main.hasAttribute("data-raced"), main.dataset.tab !== now.tab];
  dress(now);
  if (turned) fromTheTop();
  if (isRaced(now) && (!before || "tab" in patch)) store.put("view", { rerun: !still });
});
store.on("data", ({ race: old }, patch) => {
  if (!("fault" in patch)) return;
  if (refused() && old) store.put("data", { race: null });
  dress(store.spec);
});
const turn = createTurning(store);
mountPanels(store, place("main"), {
  tabs: { turn },
  training: { store: race },
  study: { store: studied, kinds: () => studiesOf(store.spec), facts: factsOf, beside: place("study-settings") },
  status: { store: race, broken: "gradients.broken" },
  walk: { store: race },
  slope: { space: place("space") },
  key: { store: race },
  lecture: { title: () => t(`gradients.${store.spec.tab}-heading`), keys: GRADIENT_KEYS, actions: tabActions(turn, store) },
  help: { keys: GRADIENT_KEYS },
  share: { title: t("gradients.link") },
  "edit-link": { moments: false },
});
keepLink(store, arrival, (said) => {
  store.put("view", { ...usualPlay, ...said.view, broken: said.broken }, { travelled: true });
  store.put("spec", { start: undefined, tolerance: undefined, budget: undefined, repeats: undefined, map: undefined, study: undefined, ...onItsTab(said.spec) }, { settled: true, travelled: true });
});
/** Another page has no tabs. */
const untabbed = ({ spec: { tab: _tab, study: _study, ...rest } }) => whole(rest);
const seen = () => untabbed(isRaced(store.spec) ? race : store);
lead(place("to-race"), seen);
lead(place("to-map"), seen);
leadFromHeader("race", () => untabbed(store));
leadFromHeader("maps", () => untabbed(store));
leadFromHeader("search", () => untabbed(store));
keepOnPaper(place("figure"));
fillOnPaper(place("paper"), () => onPaper(store));
hearPage(store, survey, racing);
