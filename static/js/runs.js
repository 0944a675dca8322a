/**
 * The runs of a spec, edited. Every function answers a new list and leaves the old one alone.
 * A run carries, beside what the server reads, its `look`: {id, slot, hidden, tuned}. The slot chooses colour, dash
 * and head and stays when another run is removed; the id follows a run through every edit of this page.
 */
import { changed, entry, family, filled, numeric } from "./catalogue.js";
import { ownInWords } from "./network.js";
import { say, t } from "./words.js";

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
  return runs.map((run, i) => given({ ...run, look: { ...run.look, id: ++ids, slot: run.look?.slot ?? i, hidden: run.look?.hidden ?? false } }));
}

/** The settings that go with the scale of a surface, such as a learning rate. */
const scaled = (run) => entry("optimizers", run.optimizer.kind).settings.filter((setting) => setting.per);

/** Remember the rates a run was given, to know later whether a person has changed them. */
export function given(run) {
  const rates = Object.fromEntries(scaled(run).map(({ name, default: usual }) => [name, run.optimizer[name] ?? usual]));
  return { ...run, look: { ...run.look, rates } };
}

/** A run with rates that suit the scales of a surface, unless a person has set them. */
export function fitted(run, scales) {
  const untouched = scaled(run).every(({ name, default: usual }) => (run.optimizer[name] ?? usual) === run.look.rates?.[name]);
  if (!untouched) return run;
  const declared = entry("optimizers", run.optimizer.kind);
  const fit = (optimizer, { name, per, share }) => changed(declared, optimizer, name, Number((share * scales[per]).toPrecision(2)));
  return given({ ...run, optimizer: scaled(run).reduce(fit, run.optimizer) });
}

/** One more run on a surface of such scales: the first optimizer that is not racing yet. */
export function added(runs, scales) {
  const racing = new Set(runs.map((run) => run.optimizer.kind));
  const { kind } = family("optimizers").find((one) => !racing.has(one.kind)) ?? family("optimizers")[0];
  const run = given({ optimizer: { kind }, look: { id: ++ids, slot: freeSlot(runs), hidden: false } });
  return [...runs, fitted(run, scales)];
}

export function duplicated(runs, index) {
  const copy = structuredClone(runs[index]);
  copy.look = { ...copy.look, id: ++ids, slot: freeSlot(runs), hidden: false };
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

/** Another optimizer, with rates that suit the surface; schedules stay where it has the same setting. */
export function switched(runs, index, kind, scales) {
  const names = new Set(numeric(entry("optimizers", kind)).map((setting) => setting.name));
  const kept = Object.entries(runs[index].schedules ?? {}).filter(([name]) => names.has(name));
  const schedules = kept.length ? Object.fromEntries(kept) : undefined;
  const fresh = given({ optimizer: { kind }, look: runs[index].look });
  return patched(runs, index, { ...fitted(fresh, scales), schedules });
}

/** The race that the server is asked for: no looks, no labels, which change no number, and nothing about what else is made of it. */
export function wire({ map: _map, study: _study, search: _search, training: _training, watch: _watch, tab: _tab, ...spec }) {
  const runs = spec.runs.map(({ look: _look, label: _label, network: _network, batch: _batch, ...run }) => run);
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
  if (run.noise && twins.some(({ noise }) => JSON.stringify(noise) !== JSON.stringify(run.noise))) parts.push(noisy(run.noise, twins));
  if (run.cut && twins.some(({ cut }) => cut?.at !== run.cut.at || cut?.saved !== run.cut.saved)) parts.push(t("cut.name", { saved: t(`cut.${run.cut.saved}`) }));
  parts.push(...ownInWords(run, twins));
  return [title, ...parts].join(", ");
}

/** Noise in a few words: its kind, and what sets it apart from the same kind of noise in other runs, else its first number. */
function noisy(noise, twins) {
  const declared = entry("noises", noise.kind);
  const mine = filled(declared, noise);
  const all = twins.filter((twin) => twin.noise?.kind === noise.kind).map((twin) => filled(declared, twin.noise));
  const differing = declared.settings.filter(({ name }) => all.some((values) => values[name] !== mine[name]));
  const [told] = differing.length ? differing : declared.settings;
  const option = told?.options?.find(({ value }) => value === mine[told.name]);
  const words = [say(declared.title), option ? say(option.title) : mine[told?.name]].filter((word) => word !== undefined);
  return told ? words.join(" ") : t("run.noise", { noise: words[0] });
}
