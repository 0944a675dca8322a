/** The cells of a map: where they lie, and where the letter of a class is best read. */

/**
 * Columns and rows in a box; the first row lies at the bottom of a map, and at the top of strips, which have room for a
 * name above each.
 * @param shape [columns, rows]
 * @param strip {head, gap} in pixels, or null for a map
 * @returns {of(cell) -> {x, y, width, height}, at(x, y) -> cell or null}
 */
export function layout([columns, rows], { width, height }, strip = null) {
  const { head, gap } = strip ?? { head: 0, gap: 0 };
  const tall = (height - gap * (rows - 1)) / rows;
  const wide = width / columns;
  const topOf = (row) => (strip ? row : rows - 1 - row) * (tall + gap) + head;
  return {
    of(cell) {
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      return { x: column * wide, y: topOf(row), width: wide, height: tall - head };
    },
    at(x, y) {
      const column = Math.floor(x / wide);
      const line = Math.min(rows - 1, Math.max(0, Math.floor(y / (tall + gap))));
      if (column < 0 || column >= columns || y < 0 || y > height) return null;
      return (strip ? line : rows - 1 - line) * columns + column;
    },
  };
}

/** The stretches of one row that hold the same: [{value, from, to}], both ends among them. */
export function stretches(values) {
  const found = [];
  values.forEach((value, at) => {
    const last = found.at(-1);
    if (last && last.value === value) last.to = at;
    else found.push({ value, from: at, to: at });
  });
  return found;
}

/**
 * For each class of a map the cell that is farthest from any other class: its letter is read best there.
 * @param values one a cell, in rows of `columns`
 * @returns [{value, cell, depth}]: cells from there to the next class
 */
export function hearts(values, columns) {
  const rows = values.length / columns;
  const depth = new Array(values.length).fill(0);
  const near = (cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    return [column > 0 ? cell - 1 : -1, column < columns - 1 ? cell + 1 : -1, row > 0 ? cell - columns : -1, row < rows - 1 ? cell + columns : -1];
  };
  const reached = [];
  values.forEach((value, cell) => {
    if (near(cell).every((other) => other >= 0 && values[other] === value)) return;
    depth[cell] = 1;
    reached.push(cell);
  });
  for (const cell of reached) { // it grows while it is walked: nearest to another class first
    for (const other of near(cell)) {
      if (other < 0 || depth[other]) continue;
      depth[other] = depth[cell] + 1;
      reached.push(other);
    }
  }
  const best = new Map();
  values.forEach((value, cell) => {
    if (depth[cell] > (best.get(value)?.depth ?? 0)) best.set(value, { value, cell, depth: depth[cell] });
  });
  return [...best.values()];
}

/** The cell an arrow key leads to, and Home and End; null for other keys. */
export function step(cell, key, [columns, rows], upwards) {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const to = (c, r) => Math.min(rows - 1, Math.max(0, r)) * columns + Math.min(columns - 1, Math.max(0, c));
  const up = upwards ? 1 : -1;
  const ways = {
    ArrowLeft: () => to(column - 1, row), ArrowRight: () => to(column + 1, row),
    ArrowUp: () => to(column, row + up), ArrowDown: () => to(column, row - up),
    Home: () => to(0, row), End: () => to(columns - 1, row),
  };
  return ways[key]?.() ?? null;
}
