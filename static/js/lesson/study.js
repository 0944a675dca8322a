/** The study of a step: mounted when its step opens, away while its question does. Its code is loaded with the first. */

/** @param guide which step is shown */
export function startStudying(element, store, guide) {
  let stop = () => {};
  let open = null;

  async function show(step) {
    stop();
    stop = () => {};
    open = step;
    element.hidden = true;
    element.replaceChildren();
    if (!step?.study) return;
    const { mount } = await import("../panels/study.js");
    if (open !== step) return;
    const chosen = (names) => (names.length ? names : null);
    stop = mount(element, store, { study: step.study, figures: chosen(step.figures), facts: chosen(step.facts), within: true });
  }

  guide.on("enter", () => show(null));
  guide.on("open", show);
}
