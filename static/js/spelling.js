/**
 * A race as the text behind the # of its link (reading.js is the way back):
 *   surface=ravine:kappa=50&start=-2,1&run=adam:lr=0.1;lr=cosine;start=1,1;noise=gaussian;cut=60:weights;label=fast;hidden;tuned=60&budget=cost:900&axis=cost
 * What equals the arrival race or a declared default is left out.
 */
import { written as writtenBudget } from "./budget.js";
import { entry } from "./catalogue.js";
import { written as writtenCut } from "./cut.js";
import { trialsOf } from "./tuned.js";
import { viewpoint } from "./viewpoint.js";

export function written(spec, view, arrival) {
  const parts = [];
  const put = (key, value, usual) => value !== usual && parts.push(`${key}=${value}`);
  const surface = writtenEntry("surfaces", spec.surface);
  const usualSurface = writtenEntry("surfaces", arrival.surface);
  put("surface", surface, usualSurface);
  const usualStart = surface === usualSurface ? pair(arrival.start) : "begin";
  put("start", pair(spec.start), usualStart);
  const runs = spec.runs.map((run, i) => writtenRun(run, i, trialsOf(spec, run)));
  if (runs.join("&") !== arrival.runs.map((run, i) => writtenRun(run, i)).join("&")) runs.forEach((run) => put("run", run));
  put("steps", spec.steps, arrival.steps);
  put("budget", writtenBudget(spec.budget), null);
  put("seed", spec.seed, arrival.seed);
  put("repeats", spec.repeats ?? 1, 1);
  put("noise", writtenEntry("noises", spec.noise), writtenEntry("noises", arrival.noise));
  put("tolerance", spec.tolerance ?? 0, 0);
  for (const [key, { write }] of Object.entries(viewpoint)) put(key, write(view, spec), null);
  return parts.join("&");
}

const pair = (start) => (start ? start.join(",") : "begin");

function writtenEntry(family, { kind, ...chosen }) {
  const settings = entry(family, kind).settings.filter(({ name, default: usual }) => (chosen[name] ?? usual) !== usual);
  return kind + (settings.length ? ":" : "") + settings.map(({ name }) => `${name}=${chosen[name]}`).join(",");
}

function writtenRun({ optimizer, schedules = {}, start, noise, cut, label, look }, index, trials = 0) {
  const parts = [writtenEntry("optimizers", optimizer)];
  for (const [name, schedule] of Object.entries(schedules)) parts.push(`${name}=${writtenEntry("schedules", schedule)}`);
  if (start) parts.push(`start=${pair(start)}`);
  if (noise) parts.push(`noise=${writtenEntry("noises", noise)}`);
  if (cut) parts.push(`cut=${writtenCut(cut)}`);
  if (label) parts.push(`label=${encodeURIComponent(label)}`);
  if (look?.hidden) parts.push("hidden");
  if (look && look.slot !== index) parts.push(`slot=${look.slot}`);
  if (trials) parts.push(`tuned=${trials}`);
  return parts.join(";");
}
