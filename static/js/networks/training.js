/** Asks for the trainings of the spec while their tab is seen, and keeps what has come of them in `data.training`. */
import { createAsking } from "../asking.js";
import { training as ask } from "../stream.js";
import { TABS } from "../tabs.js";
import { alike, clock, nothing, taken } from "./growth.js";
import { question } from "./question.js";

/** @returns as `createAsking` */
export function startTraining(store) {
  let fault = null;
  const asking = createAsking({ ask, nothing, taken, alike }, (training) => {
    const told = training.fault === fault ? {} : { fault: (fault = training.fault) };
    store.put("data", { training, race: clock(training), busy: training.busy, ...told });
  });
  const look = (settled) => store.spec.tab === TABS[0] && asking.look(question(store.spec), settled);
  store.on("spec", (_spec, _patch, { settled } = {}) => look(settled));
  look(true);
  return asking;
}
