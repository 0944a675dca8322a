/** Drawing that leaves room for the rest: however many trials there are, the page answers. */

const BREATH = 2; // times as long as a picture took nothing is drawn

/** @returns what asks for `draw`: it comes at once, or as soon as the last one is rested from */
export function breathing(draw) {
  let rested = 0;
  let timer = 0;
  return function ask() {
    const wait = rested - performance.now();
    if (timer) return;
    if (wait > 0) {
      timer = setTimeout(() => {
        timer = 0;
        ask();
      }, wait);
      return;
    }
    const begun = performance.now();
    draw();
    rested = performance.now() + BREATH * (performance.now() - begun);
  };
}
