/** The order in which the cells of a map come: coarse to fine, as `optim_core/maps/order.py` has it. */

/**
 * The cells of one level, row by row: those with this stride that no coarser level had.
 * @param coarsest the stride of the first level
 */
export function level(columns, rows, stride, coarsest) {
  const cells = [];
  const had = (at) => at % (2 * stride) === 0;
  for (let row = 0; row < rows; row += stride) {
    for (let column = 0; column < columns; column += stride) {
      if (stride < coarsest && had(row) && had(column)) continue;
      cells.push(row * columns + column);
    }
  }
  return cells;
}
