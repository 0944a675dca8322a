/** Where pictures stand: as large as the room allows, none out of sight. */

const LEAST = 160; // pixels of a side, beneath which a picture says nothing: there the page is scrolled
const MOST = 720;

export const NARROW = matchMedia("(max-width: 46rem)"); // a phone

/**
 * @param room {width, height} of all of them, in pixels @param gap between two
 * @param shapes those that a pane may have: it is `wide` and `tall` times as large as its side, and `words` pixels higher
 * @returns {columns, side, shape}: that with the largest side, and of several such with the fewest rows
 */
export function arranged(count, room, gap, shapes) {
  const fits = shapes.flatMap((shape) => Array.from({ length: Math.max(1, count) }, (_, i) => {
    const columns = i + 1;
    const rows = Math.ceil(count / columns);
    const wide = (room.width - (columns - 1) * gap) / columns / shape.wide;
    const high = ((room.height - (rows - 1) * gap) / rows - shape.words) / shape.tall;
    return { columns, shape, side: Math.floor(Math.min(wide, Math.max(Math.min(high, MOST), LEAST))) };
  }));
  return fits.reduce((best, one) => (one.side > best.side || (one.side === best.side && one.columns > best.columns) ? one : best));
}
