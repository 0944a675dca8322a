/** The race page: make the store, wake the parts, mount the panels, the figure first. */
import { arrived, keepLink } from "./link.js";
import { groundOf, startSurveying } from "./ground.js";
import { startInspecting } from "./inspect.js";
import { layOut, whenLookedAt } from "./layouts.js";
import { lead, leadFromHeader, whole } from "./leading.js";
import { arrivalSpec, hearPage, mountPanels, place } from "./mounting.js";
import { keepOnPaper } from "./paper.js";
import { startPlayer } from "./player.js";
import { startRacing } from "./race.js";
import { createStore } from "./store.js";
import { usualView } from "./viewpoint.js";
import { t } from "./words.js";
import * as figure from "./panels/figure.js";

const arrival = arrivalSpec();
const { spec, view, broken } = arrived(arrival);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const usual = { ...usualView, playing: true, speed: 1 };

/** A link with a moment shows that moment; a race without one plays, unless motion is unwelcome. */
function seen(said) {
  if ("frame" in said) return { ...usual, ...said, playing: false };
  return { ...usual, ...said, ...(still ? { frame: Infinity, playing: false } : {}) };
}

const store = createStore({ spec, view: { ...seen(view), broken }, data: { grid: null, race: null, inspection: null, fault: null, waiting: false, busy: true } });

const survey = startSurveying(store);
const race = startRacing(store);
startPlayer(store);
startInspecting(store);
layOut(place("places"), store.view.show);
figure.mount(place("figure"), store);
keepOnPaper(place("figure"));
mountPanels(store, place("main"));
for (const id of ["space", "tiles"]) whenLookedAt(store, id, (part) => part.mount(place(id), store));
keepLink(store, arrival, (said) => {
  const { speed, playing, frame } = store.view;
  const moment = "frame" in said.view ? { playing: false } : { playing, frame };
  store.put("view", { ...usual, ...moment, ...said.view, speed, broken: said.broken }, { travelled: true });
  store.put("spec", { start: undefined, tolerance: undefined, budget: undefined, repeats: undefined, map: undefined, ...said.spec }, { settled: true, travelled: true });
});
/** What to try: a + stands on the map only where a minimum is known. */
const dress = () => (place("hint").textContent = t(groundOf(store).minima.length ? "race.hint" : "race.hint-open"));
dress();
store.on("spec", dress);
store.on("data", (_data, patch) => "grid" in patch && dress());
/** What a map is made of: of starts only where there is more than one place to arrive at. */
function asMap() {
  const { spec } = store;
  const basins = groundOf(store).minima.length > 1;
  return whole({ ...spec, map: spec.map ?? (basins ? undefined : { kind: "sweep" }) });
}
lead(place("to-map"), asMap);
leadFromHeader("maps", asMap);
lead(place("to-gradients"), () => whole(store.spec));
leadFromHeader("gradients", () => whole(store.spec));
lead(place("to-search"), () => whole(store.spec));
leadFromHeader("search", () => whole(store.spec));
hearPage(store, survey, race);
