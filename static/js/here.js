/** The place that is looked at, and what the surface is like there: asked of the server, one question at a time. */
import { local, Refusal, Silence } from "./api.js";
import { places } from "./layouts.js";

/** The question that is due: where the pointer rests on the map, else where the runs start; null before the surface is here. */
function spot({ spec, view, data }) {
  const of = JSON.stringify(spec.surface);
  if (data.grid?.of !== of) return null;
  const cursor = (places(view.show).includes("map") && view.cursor) || null;
  return { of, at: cursor ?? spec.start ?? data.grid.begin, cursor: Boolean(cursor) };
}

/** Whether what is known is still of the place that is looked at. */
export function stands(store) {
  const now = spot(store);
  return Boolean(now && store.data.here) && ["of", "cursor", "at"].every((key) => String(now[key]) === String(store.data.here[key]));
}

/**
 * Keeps `data.here`: null, or {of, at, cursor} and what `POST /api/local` says of it. The last answer stays until the next.
 * @param wanted () -> whether anybody would see it @returns {look, stop}; `look` is for when that has changed
 */
export function startLooking(store, wanted) {
  const stop = new AbortController();
  let asked = "";
  let awaited = false;

  async function look() {
    const now = spot(store);
    const question = JSON.stringify(now);
    if (awaited || !now || question === asked || !wanted()) return;
    asked = question;
    awaited = true;
    try {
      const said = await local(store.spec.surface, now.at, stop.signal);
      store.put("data", { here: { ...now, ...said } });
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      store.put("data", { here: null });
      if (error instanceof Silence) {
        asked = ""; // to be asked again when something moves
        return;
      }
    } finally {
      awaited = false;
    }
    look(); // the newest place has waited
  }

  const stops = [
    store.on("spec", look),
    store.on("data", (_data, patch) => "grid" in patch && look()),
    store.on("view", (_view, patch) => ("cursor" in patch || "show" in patch) && look()),
    () => stop.abort(),
  ];
  return { look, stop: () => stops.forEach((quit) => quit()) };
}
