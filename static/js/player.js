/** The clock. One animation loop turns time into steps and tells whoever draws; it rests when nothing moves. */
import { contact } from "./api.js";

const SECONDS = 7; // a whole race at speed 1
const LONGEST = 100; // milliseconds a frame may count, so that a hidden tab does not jump

/** The last step that is here; the server may still be sending. */
export function lastStep(race) {
  return race ? Math.max(0, ...race.series.map((series) => series.count - 1)) : 0;
}

/** The step that is shown: a moment stays where it is while the server sends, the end is as far as there is something. */
export function shownStep(frame, race) {
  const last = lastStep(race);
  return Math.min(frame, !race || race.ended || frame === Infinity ? last : race.steps);
}

/** The last step there will be, as far as is known. */
export const endOf = (race) => (race?.ended ? lastStep(race) : (race?.steps ?? 0));

/** Whether there is nothing to play: the server is away, and of the runs that are shown none has come. */
export function idle({ spec, data: { race } }) {
  return contact.away() && !(race && (!race.ids || spec.runs.some(({ look }) => race.ids.includes(look.id))));
}

export function toggle(store) {
  if (!idle(store)) store.put("view", { playing: !store.view.playing });
}

/** To a step; the end is kept as the end, so that a longer race is seen to its end too. */
export function go(store, frame) {
  store.put("view", { playing: false, frame: frame >= endOf(store.data.race) ? Infinity : Math.max(0, frame) });
}

/** Some steps on, or back. */
export const stepBy = (store, by) => go(store, shownStep(store.view.frame, store.data.race) + by);

/** `view.frame` is a step, or Infinity: the end, whatever it is. */
export function startPlayer(store) {
  let clock = store.view.frame;
  let before = 0;
  let request = 0;

  function wake() {
    request ||= requestAnimationFrame(tick);
  }

  function tick(now) {
    request = 0;
    const { race } = store.data;
    const last = lastStep(race);
    const resting = idle(store);
    if (store.view.playing && race && !resting) {
      const passed = before ? Math.min(LONGEST, now - before) : 0;
      const ahead = clock + (passed / 1000 / SECONDS) * store.view.speed * Math.max(20, race.steps);
      clock = Math.max(clock, Math.min(last, ahead));
      store.view.frame = Math.floor(clock);
    }
    before = now;
    store.tellFrame(shownStep(store.view.frame, race));
    if (!store.view.playing || resting) before = 0;
    else if (race?.ended && clock >= last) store.put("view", { playing: false, frame: Infinity });
    else if (race && (clock < last || !race.ended)) wake();
  }

  store.on("view", (view, patch) => {
    if ("frame" in patch) clock = patch.frame;
    if (patch.playing && clock >= lastStep(store.data.race) && store.data.race?.ended) clock = view.frame = 0;
    wake();
  });
  let seen = store.data.race;
  store.on("data", ({ race }) => {
    // Asked for by a click: the next race plays from its first step, and not before it is here.
    if (race !== seen && race && store.view.rerun) store.put("view", { frame: 1, playing: true, rerun: false });
    seen = race;
    wake();
  });
  store.on("spec", wake);
}
