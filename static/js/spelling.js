/**
 * A race as the text behind the # of its link (reading.js is the way back):
 *   surface=ravine:kappa=50&start=-2,1&run=adam:lr=0.1;lr=cosine;start=1,1;noise=gaussian;cut=60:weights;label=fast;hidden;tuned=60&budget=cost:900&axis=cost&map=sweep;x=lr:0.01,1;measure=steps
 * A typed formula is escaped, with _ for its commas: surface=formula:f=x%5E2%20%2B%20y%5E2,domain=-2_2_-2_2 (chosen.js).
 * What equals the arrival race or a declared default is left out.
 */
import { written as writtenBudget } from "./budget.js";
import { entry } from "./catalogue.js";
import { writtenChoice } from "./chosen.js";
import { written as writtenCut } from "./cut.js";
import { meant } from "./lab/space.js";
import { written as writtenMap } from "./map-piece.js";
import { written as writtenSearch } from "./search-piece.js";
import { writtenNetwork } from "./network.js";
import { same } from "./setting.js";
import { strays } from "./swept.js";
import { written as writtenTraining } from "./training-piece.js";
import { trialsOf } from "./tuned.js";
import { viewpoint } from "./viewpoint.js";

/** @param arrival the spec of the bare address, which goes without saying; null leaves nothing unsaid, for another page of ours */
export function written(spec, view, arrival) {
  const said = pieces(spec, (run) => trialsOf(spec, run));
  const usual = arrival ? pieces(arrival) : {};
  if (said.surface !== usual.surface) usual.start = "begin";
  const parts = Object.entries(said).filter(([key, value]) => value !== (usual[key] ?? null));
  for (const [key, { write }] of Object.entries(viewpoint)) parts.push([key, write(view, spec)]);
  return parts.filter(([, value]) => value !== null).map(([key, value]) => `${key}=${value}`).join("&");
}

/** What there is to say of a spec, by the keys of a link; null is nothing. */
function pieces(spec, trials) {
  return {
    surface: writtenEntry("surfaces", spec.surface),
    start: pair(spec.start),
    run: spec.runs.map((run, i) => writtenRun(run, i, trials?.(run))).join("&run="),
    steps: String(spec.steps),
    budget: writtenBudget(spec.budget),
    seed: String(spec.seed),
    repeats: spec.repeats > 1 ? String(spec.repeats) : null,
    noise: writtenEntry("noises", spec.noise),
    tolerance: spec.tolerance === undefined ? null : String(spec.tolerance),
    tab: spec.tab ?? null,
    watch: spec.watch ?? null,
    study: spec.study ? writtenEntry("studies", spec.study) : null,
    search: spec.search ? writtenSearch(meant(spec), writtenEntry) : null,
    training: spec.training ? writtenTraining(spec.training, writtenEntry) : null,
    map: spec.map ? writtenMap({ ...spec.map, ...without(strays(spec)) }) : null,
  };
}

const without = (names) => Object.fromEntries(names.map((name) => [name, undefined]));

const pair = (start) => (start ? start.join(",") : "begin");

function writtenEntry(family, { kind, ...chosen }) {
  const settings = entry(family, kind).settings.filter(({ name, default: usual }) => !same(chosen[name] ?? usual, usual));
  return kind + (settings.length ? ":" : "") + settings.map((setting) => `${setting.name}=${writtenChoice(setting, chosen[setting.name])}`).join(",");
}

function writtenRun({ optimizer, schedules = {}, start, noise, cut, network, batch, label, look }, index, trials = 0) {
  const parts = [writtenEntry("optimizers", optimizer)];
  for (const [name, schedule] of Object.entries(schedules)) parts.push(`${name}=${writtenEntry("schedules", schedule)}`);
  if (start) parts.push(`start=${pair(start)}`);
  if (noise) parts.push(`noise=${writtenEntry("noises", noise)}`);
  if (cut) parts.push(`cut=${writtenCut(cut)}`);
  if (network) parts.push(`net=${writtenNetwork(network)}`);
  if (batch) parts.push(`batch=${batch}`);
  if (label) parts.push(`label=${encodeURIComponent(label)}`);
  if (look?.hidden) parts.push("hidden");
  if (look && look.slot !== index) parts.push(`slot=${look.slot}`);
  if (trials) parts.push(`tuned=${trials}`);
  return parts.join(";");
}
