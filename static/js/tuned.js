/**
 * Which runs are tuned. A run carries in its look with how many trials it was tuned and for what: once its settings or
 * anything else that moves it is changed, the mark no longer fits and counts for nothing.
 */
import { changed, entry, filled } from "./catalogue.js";
import { given } from "./runs.js";

const settled = (family, chosen) => [chosen.kind, filled(entry(family, chosen.kind), chosen)];

/** Everything that decides how a run goes, as text. */
export function courseOf(spec, run) {
  const { surface, start, steps, budget, seed, noise, tolerance } = spec;
  const schedules = Object.entries(run.schedules ?? {}).sort().map(([name, one]) => [name, settled("schedules", one)]);
  return JSON.stringify([
    settled("surfaces", surface), run.start ?? start ?? null, budget ? [budget.of, budget.most] : steps,
    seed, settled("noises", run.noise ?? noise), tolerance ?? 0, settled("optimizers", run.optimizer), schedules, run.cut ? [run.cut.at, run.cut.saved] : null,
  ]);
}

/** How many trials a run was tuned with as it is; 0 where it is not tuned. */
export function trialsOf(spec, run) {
  const { tuned } = run.look;
  return tuned && tuned.course === courseOf(spec, run) ? tuned.trials : 0;
}

/** A run as tuned with that many trials for a spec. */
const marked = (spec, run, trials) => ({ ...run, look: { ...run.look, tuned: { trials, course: courseOf(spec, run) } } });

/** A spec from a link, whose runs are tuned for it where the link says so. */
export function believed(spec) {
  return { ...spec, runs: spec.runs.map((run) => (run.look.tuned ? marked(spec, run, run.look.tuned.trials) : run)) };
}

/** A run with the settings that were found for it; on another surface they give way to what suits that one. */
export function improved(spec, run, settings, trials) {
  const declared = entry("optimizers", run.optimizer.kind);
  const optimizer = Object.entries(settings).reduce((chosen, [name, value]) => changed(declared, chosen, name, value), run.optimizer);
  return given(marked(spec, { ...run, optimizer }, trials));
}
