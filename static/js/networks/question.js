/** What is asked of the server: the trainings of a spec, without what changes no number. */

/** @returns {data, network, runs, batch, epochs, seed} */
export function question({ training, runs }) {
  const { data, network, batch, epochs, seed } = training;
  return {
    data,
    network,
    runs: runs.map(({ optimizer, schedules, network: own, batch: few }) => ({ optimizer, ...(schedules && { schedules }), ...(own && { network: own }), ...(few && { batch: few }) })),
    batch,
    epochs,
    seed,
  };
}
