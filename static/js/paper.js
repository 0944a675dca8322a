/** What is drawn for the screen keeps its size on paper and is made smaller as a whole: nothing is drawn anew while a page is printed. */
const ROOM = { width: 660, height: 415 }; // pixels that any paper has within its margins, with a word below

/** @param element whose size and scale style sheets for print read @returns what ends it */
export function keepOnPaper(element) {
  const listening = new AbortController();
  window.addEventListener("beforeprint", () => {
    const { offsetWidth: width, offsetHeight: height } = element;
    if (!width || !height) return;
    const fit = Math.min(1, ROOM.width / width, ROOM.height / height);
    for (const [name, value] of [["wide", `${width}px`], ["high", `${height}px`], ["fit", fit.toFixed(4)]]) element.style.setProperty(`--paper-${name}`, value);
  }, listening);
  return () => listening.abort();
}
