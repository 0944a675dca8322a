/** The buttons below a lesson: a step back, on, and after the last step on to the next lesson. */

/** @param pager the element @param text what scrolls @param turn {on(), back()} */
export function startPager(pager, text, guide, questions, { on, back }) {
  const [before, onward] = pager.querySelectorAll("button");
  const after = pager.querySelector("a.go-on"); // the last lesson has none
  before.addEventListener("click", back);
  onward.addEventListener("click", on);
  after?.addEventListener("click", () => (after.search = location.search)); // a lecture goes on

  /** A button that does nothing more is away. */
  function show() {
    const over = guide.current === guide.steps.length - 1 && questions.over() && !guide.unread();
    const held = document.activeElement === onward;
    onward.hidden = over;
    if (!after) return;
    after.hidden = !over;
    if (over && held) after.focus();
  }

  const soon = () => requestAnimationFrame(show); // where the text stands is known then
  for (const name of ["enter", "open", "told"]) guide.on(name, soon);
  text.addEventListener("scroll", show, { passive: true });
  window.addEventListener("resize", show);
  soon();
}
