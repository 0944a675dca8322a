/** Which trial is pressed, in drawings and lists that are made anew while the finger is down. */

/** Call `choose(number)` for whatever of `element` stands for a trial, and is pressed. */
export function pressing(element, choose) {
  element.addEventListener("click", ({ clientX, clientY }) => {
    const number = document.elementFromPoint(clientX, clientY)?.closest("[data-trial]")?.dataset.trial;
    if (number !== undefined) choose(Number(number));
  });
}
