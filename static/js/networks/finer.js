/** Regions on a finer grid: between two cells the shares of the classes go over into one another, so that borders are no stairs. */

const TIMES = 3; // pixels to a cell
const SURE = 255;

/** Between which two cells, and where between them, each pixel of a line lies. */
function between(size) {
  return Array.from({ length: size * TIMES }, (_, i) => {
    const place = Math.min(size - 1, Math.max(0, (i + 0.5) / TIMES - 0.5));
    const low = Math.min(size - 2, Math.floor(place));
    return [low, place - low];
  });
}

/**
 * What is not said of the other classes in a cell is dealt out among them evenly; with two classes nothing is made up.
 * @param cells {regions, sure, size}: class and share of it, of 255, row by row @returns the same, larger
 */
export function finer({ regions, sure, size }, classes) {
  const places = between(size);
  const wide = size * TIMES;
  const found = { regions: new Uint8Array(wide * wide), sure: new Uint8Array(wide * wide), size: wide };
  const rows = new Float32Array(size * wide);
  for (let label = 0; label < classes; label++) {
    const share = (at) => (regions[at] === label ? sure[at] : (SURE - sure[at]) / (classes - 1));
    for (let row = 0; row < size; row++) {
      for (let x = 0; x < wide; x++) {
        const [low, part] = places[x];
        const at = row * size + low;
        rows[row * wide + x] = (1 - part) * share(at) + part * share(at + 1);
      }
    }
    for (let y = 0; y < wide; y++) {
      const [low, part] = places[y];
      for (let x = 0; x < wide; x++) {
        const here = (1 - part) * rows[low * wide + x] + part * rows[(low + 1) * wide + x];
        if (here <= found.sure[y * wide + x]) continue;
        found.sure[y * wide + x] = here;
        found.regions[y * wide + x] = label;
      }
    }
  }
  return found;
}
