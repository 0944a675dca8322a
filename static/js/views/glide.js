/** Plotly's camera glides to where it is sent: look at each frame until it rests. */

const REST = 12; // frames without a move after which it rests

/** @param read () -> the matrix of this moment, or null @param moved called with each other one; (matrix, true) at rest */
export function createGlide(read, moved) {
  let matrix = null;
  let still = 0;
  let request = 0;

  function look() {
    request = 0;
    const next = read();
    if (!next) return;
    const same = matrix && next.every((part, i) => Math.abs(part - matrix[i]) < 1e-7);
    still = same ? still + 1 : 0;
    matrix = next;
    if (!same) moved(matrix, false);
    if (still < REST) request = requestAnimationFrame(look);
    else moved(matrix, true);
  }

  return {
    /** The camera was sent somewhere; what was known of a picture that is gone is `forgotten`. */
    follow(forgotten = false) {
      if (forgotten) matrix = null;
      still = 0;
      request ||= requestAnimationFrame(look);
    },
    stop: () => cancelAnimationFrame(request),
  };
}
