/** Opens files one after the other, and keeps what the server said of them. */
import { Refusal, Silence, recordedSample, recording } from "../api.js";
import { limits } from "../catalogue.js";
import { t } from "../words.js";

export const MOST = 6; // recordings side by side
const MEGABYTE = 1_000_000;

/** Nothing opened yet. */
export const NOTHING = { recordings: [], busy: null, faults: [] };

/**
 * What is open is `data.own`: {recordings: [{id, slot, name, told}], busy: the name of the file that is being read, or null,
 * faults: [{name, sentence}]}
 * @returns {open(files), sample(name), remove(id), stop()}
 */
export function createOpening(store) {
  const leaving = new AbortController();
  const waiting = []; // of {name, blob() -> promise}
  let going = false;
  let ids = 0;
  const own = () => store.data.own;
  const put = (patch) => store.put("data", { own: { ...own(), ...patch } });

  async function work() {
    if (going) return;
    going = true;
    put({ faults: [] });
    while (waiting.length && !leaving.signal.aborted) {
      const next = waiting.shift();
      put({ busy: next.name });
      const sentence = await tried(next);
      if (sentence) put({ faults: [...own().faults, { name: next.name, sentence }] });
    }
    going = false;
    put({ busy: null });
  }

  /** @returns why it could not be opened, or null */
  async function tried({ name, blob }) {
    if (own().recordings.length >= MOST) return t("own.full", { most: MOST });
    try {
      const file = await blob();
      if (file.size > limits.recording) return t("recording.too-large", { most: limits.recording / MEGABYTE });
      keep(name, await recording(file, leaving.signal));
    } catch (error) {
      if (error.name === "AbortError") return null;
      if (error instanceof Refusal) return error.message;
      if (error instanceof Silence || error.name === "NotReadableError" || error.name === "NotFoundError") return t(error instanceof Silence ? "fault.silent" : "own.gone");
      throw error;
    }
    return null;
  }

  function keep(file, told) {
    const { recordings } = own();
    const taken = new Set(recordings.map(({ name }) => name));
    const plain = told.title || file.replace(/\.npz$/i, "");
    let name = plain;
    for (let again = 2; taken.has(name); again++) name = `${plain} (${again})`;
    const slots = new Set(recordings.map(({ slot }) => slot));
    const slot = Array.from({ length: MOST }, (_, one) => one).find((one) => !slots.has(one));
    put({ recordings: [...recordings, { id: (ids += 1), slot, name, told }] });
  }

  return {
    open(files) {
      for (const file of files) waiting.push({ name: file.name, blob: async () => file });
      work();
    },
    sample(name) {
      waiting.push({ name: `${name}.npz`, blob: () => recordedSample(name, leaving.signal) });
      work();
    },
    remove: (id) => put({ recordings: own().recordings.filter((one) => one.id !== id), faults: [] }),
    stop: () => leaving.abort(),
  };
}
