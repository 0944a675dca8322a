/** Asks for the chart of a step and keeps what has come of it in `data.chart`. */
import { Refusal, Silence } from "../api.js";
import { chart as ask } from "../stream.js";

/**
 * `data.chart` is null, or {at: [lesson, step], line, again, about, lines: [[...], ...], tied, told, cells, ended, fault}:
 *   line   its place in the line of heavy work, or null; `again` the seconds until it is asked again where there is no room
 *   about  what the server says of the chart before its points
 *   lines  for each line a list over the cells: a number, "never", "diverged", "left", null for no number, undefined not yet
 *   tied   for each cell what else follows the swept value
 *   told   how many of the `cells` have come
 * @returns {show(lesson, step), stop()}: `show` without a step shows none
 */
export function startCharting(store) {
  let asking = new AbortController();
  let at = null;

  async function begin() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    let chart = at && { at, line: null, again: null, about: null, lines: [], tied: [], told: 0, cells: 0, ended: false, fault: null };
    const put = (patch) => {
      chart = { ...chart, ...patch };
      store.put("data", { chart });
    };
    store.put("data", { chart });
    if (!at) return;
    try {
      await ask(...at, (name, said) => {
        if (signal.aborted) return;
        if (name === "line") put({ line: said.place, again: null });
        else if (name === "again") put({ line: null, again: said.seconds });
        else if (name === "start") put(started(said));
        else if (name === "points") put(taken(chart, said));
        else if (name === "failed") throw new Refusal(said);
        else if (name === "done") put({ ended: true });
      }, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      put({ ended: true, fault: { silent: error instanceof Silence, sentence: error.message } });
    }
  }

  const again = () => store.data.chart?.fault && begin();
  document.addEventListener("again", again);
  return {
    show(lesson, step) {
      at = step ? [lesson, step] : null;
      begin();
    },
    stop() {
      asking.abort();
      document.removeEventListener("again", again);
    },
  };
}

function started(about) {
  const cells = about.x.values.length * (about.y?.values.length ?? 1);
  return { line: null, again: null, about, cells, lines: about.lines.map(() => new Array(cells)), tied: new Array(cells), told: 0 };
}

function taken(chart, { cells, lines, tied }) {
  cells.forEach((cell, i) => {
    lines.forEach((values, line) => (chart.lines[line][cell] = values[i]));
    chart.tied[cell] = tied.map((values) => values[i]);
  });
  return { told: chart.told + cells.length };
}
