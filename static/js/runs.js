/**
 * The runs of a spec, edited. Every function answers a new list and leaves the old one alone.
 * A run carries, beside what the server reads, its `look`: {id, slot, hidden}. The slot chooses colour, dash
 * and head and stays when another run is removed; the id follows a run through every edit of this page.
 */
import { entry, family, filled, numeric } from "./catalogue.js";
import { say } from "./words.js";

let ids = 0;

/** The lowest slot that no run has. */
function freeSlot(runs) {
  const taken = new Set(runs.map((run) => run.look.slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}

/** Runs without looks (a link, the arrival) with looks. */
export function dressed(runs) {
  return runs.map((run, i) => ({ ...run, look: { id: ++ids, slot: run.look?.slot ?? i, hidden: run.look?.hidden ?? false } }));
}

/** One more run: the first optimizer that is not racing yet. */
export function added(runs) {
  const racing = new Set(runs.map((run) => run.optimizer.kind));
  const { kind } = family("optimizers").find((one) => !racing.has(one.kind)) ?? family("optimizers")[0];
  return [...runs, { optimizer: { kind }, look: { id: ++ids, slot: freeSlot(runs), hidden: false } }];
}

export function duplicated(runs, index) {
  const copy = { ...structuredClone(runs[index]), look: { id: ++ids, slot: freeSlot(runs), hidden: false } };
  return runs.toSpliced(index + 1, 0, copy);
}

export function removed(runs, index) {
  return runs.toSpliced(index, 1);
}

/** Run `index` with `patch` laid over it; a part that is undefined is taken away. */
export function patched(runs, index, patch) {
  const run = { ...runs[index], ...patch };
  for (const key of Object.keys(patch)) if (patch[key] === undefined) delete run[key];
  return runs.with(index, run);
}

/** Another optimizer, with its own defaults; schedules stay where it has the same setting. */
export function switched(runs, index, kind) {
  const names = new Set(numeric(entry("optimizers", kind)).map((setting) => setting.name));
  const kept = Object.entries(runs[index].schedules ?? {}).filter(([name]) => names.has(name));
  const schedules = kept.length ? Object.fromEntries(kept) : undefined;
  return patched(runs, index, { optimizer: { kind }, schedules });
}

/** What the server is asked: no looks, no labels, which change no number. */
export function wire(spec) {
  const runs = spec.runs.map(({ look: _look, label: _label, ...run }) => run);
  return { ...spec, runs };
}

/** What each run is called: its label, else its optimizer, with what sets it apart from others of its kind. */
export function names(runs) {
  const plain = runs.map((run) => run.label || distinct(run, runs));
  return plain.map((name, i) => {
    const before = plain.slice(0, i).filter((other) => other === name).length;
    return before ? `${name} (${before + 1})` : name;
  });
}

function distinct(run, runs) {
  const declared = entry("optimizers", run.optimizer.kind);
  const title = say(declared.title);
  const twins = runs.filter((other) => other.optimizer.kind === run.optimizer.kind && !other.label);
  if (twins.length === 1) return title;
  const mine = filled(declared, run.optimizer);
  const all = twins.map((twin) => filled(declared, twin.optimizer));
  const differing = declared.settings.filter(({ name }) => all.some((values) => values[name] !== mine[name]));
  const parts = differing.slice(0, 2).map(({ name }) => `${name} ${mine[name]}`);
  for (const { kind } of Object.values(run.schedules ?? {})) parts.push(say(entry("schedules", kind).title));
  return [title, ...parts].join(", ");
}
