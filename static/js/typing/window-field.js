/** The window that belongs to a surface: four numbers, or what is seen just now. */
import { make } from "../controls.js";
import { createEdges } from "../edges.js";
import { same } from "../setting.js";
import { nameOf, say, t } from "../words.js";
import { outward } from "../window.js";

/** @param change (edges, settled) @param seen () -> the part of the plane on the screen, or null where it is all of it */
export function windowField(setting, field, change, seen) {
  const edges = createEdges(field, setting.name, (next) => change(next ?? setting.default, true));
  const fit = make("button", { type: "button", className: "quiet fit-window", "data-testid": "fit-window" }, t("typing.fit"));
  fit.addEventListener("click", () => seen() && change(outward(seen()), true));
  const title = make("p", { className: "window-name", title: say(setting.help) }, nameOf(setting));
  const element = make("div", { className: "field field-flat", role: "group", "aria-label": nameOf(setting) }, title, ...edges.rows, edges.fault, fit);
  edges.domain(setting.default);
  let now = setting.default;
  return {
    element,
    /** Whether there is anything else to fit it to. */
    look() {
      fit.disabled = !seen() || same(outward(seen()), now);
    },
    set(next) {
      now = next;
      edges.set(next);
      this.look();
    },
  };
}
