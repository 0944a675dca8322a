/** The study of a step: mounted when its step opens, away while its question does. Its code is loaded with the first. */
import { entry } from "../catalogue.js";
import { part } from "../part.js";

/** @param frame what holds study and map, which are large in turns @param turn the button of the map's size @param guide which step is shown */
export function startStudying(element, { frame, turn }, store, guide) {
  let stop = () => {};
  let open = null;

  /** A study that stands on no map has the stage, and the map stands small beside it, until the map is asked for. */
  function stage(step) {
    const own = step?.study && !entry("studies", step.study.kind).grounded;
    if (own) frame.dataset.studied = "large";
    else delete frame.dataset.studied;
    turn.setAttribute("aria-pressed", "false");
  }

  turn.addEventListener("click", () => {
    const map = frame.dataset.studied === "large";
    frame.dataset.studied = map ? "small" : "large";
    turn.setAttribute("aria-pressed", String(map));
  });

  async function show(step) {
    stop();
    stop = () => {};
    open = step;
    element.hidden = true;
    element.replaceChildren();
    stage(step);
    if (!step?.study) return;
    const { mount } = await part(import("../panels/study.js"));
    if (open !== step) return;
    const chosen = (names) => (names.length ? names : null);
    stop = mount(element, store, { study: step.study, figures: chosen(step.figures), facts: chosen(step.facts), within: true });
  }

  guide.on("enter", () => show(null));
  guide.on("open", show);
}
