/** How far the axes of a chart reach: pure functions of the runs' lists. */

const DEEPEST = 16; // decades below the start that a logarithmic loss axis shows
const ABOVE = 3; // decades above the start: a run that blows up must not flatten the others

function ends(lists, keep) {
  let low = Infinity;
  let high = -Infinity;
  for (const [values, count] of lists) {
    for (let i = 0; i < count; i++) {
      const value = values[i];
      if (!keep(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/** The loss axis. @param lists [[losses, count]] @param floor the least loss there is, or null */
export function lossExtent(lists, scale, floor) {
  const starts = lists.map(([values]) => values[0]).filter(Number.isFinite);
  const top = starts.length ? Math.max(...starts) : 1;
  const bottom = starts.length ? Math.min(...starts) : 0;
  if (scale === "log" && floor !== null) {
    const first = Math.log10(Math.max(top - floor, 1e-12));
    const found = ends(lists, (value) => value - floor > 0 && Number.isFinite(value)) ?? [floor + 1, floor + 1];
    const low = Math.max(Math.log10(found[0] - floor), first - DEEPEST);
    const high = Math.min(Math.log10(found[1] - floor), first + ABOVE);
    const decades = [Math.floor(low + 1e-9), Math.ceil(high - 1e-9)];
    if (decades[0] === decades[1]) decades[1] += 1;
    return { y: decades, log: true, base: floor, least: 10 ** decades[0] };
  }
  const [least, most] = ends(lists, Number.isFinite) ?? [0, 1];
  const drop = top - Math.max(least, floor ?? -Infinity) || Math.abs(top) || 1;
  const low = Math.max(least, bottom - 10 * Math.abs(drop), floor ?? -Infinity);
  const high = Math.min(most, top + Math.abs(drop));
  const room = 0.05 * (high - low || 1);
  return { y: [low - room, high + room], log: false };
}

/** A logarithmic axis for positive numbers such as rates, in whole decades. */
export function rateExtent(lists) {
  const found = ends(lists, (value) => value > 0 && Number.isFinite(value));
  if (!found) return null;
  const low = Math.floor(Math.log10(found[0]) + 1e-9);
  const high = Math.ceil(Math.log10(found[1]) - 1e-9);
  return { y: low === high ? [low - 1, high + 1] : [low, high], log: true, base: 0, least: 10 ** low };
}

/** The horizontal axis: steps, or the evaluations the dearest run used. */
export function stepExtent(lists, axis, steps) {
  if (axis === "steps") return [0, steps];
  return [0, Math.max(1, ...lists.map(([values, count]) => values[count - 1] ?? 0))];
}
