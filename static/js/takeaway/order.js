/** What the server is told to make a file of: the race with its names, and how it is looked at. */
import { address } from "../link.js";
import { names, wire } from "../runs.js";

const LONGEST = 80; // letters of a name

export function order(store, run = 0) {
  const { spec } = store;
  const called = names(spec.runs);
  const race = wire(spec);
  race.runs = race.runs.map((one, i) => ({ ...one, label: called[i].slice(0, LONGEST) }));
  return { race, run, link: address().slice(0, 8000), window: store.view.range, slots: spec.runs.map(({ look }) => look.slot) };
}
