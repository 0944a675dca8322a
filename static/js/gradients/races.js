/** The race that a tab shows, worked out from its spec. */

/** The run that is looked at: the first that is shown. */
export const walkerOf = ({ runs }) => runs.find(({ look }) => !look.hidden) ?? runs[0];

/** Only the ground is looked at: one run that nobody sees, of one step. */
function none(spec) {
  const walker = walkerOf(spec);
  return { ...spec, steps: 1, budget: undefined, runs: [{ ...walker, look: { ...walker.look, hidden: true } }] };
}

export const raceOf = none;
