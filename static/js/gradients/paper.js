/** What a printed page says that is chosen by controls on the screen: on which surface, where, with what, and the link. */
import { entry } from "../catalogue.js";
import { make } from "../controls.js";
import { address } from "../link.js";
import { pretty } from "../numbers.js";
import { surfaceName } from "../surface-name.js";
import { numbersOf, settingsOf } from "../takeaway/settings.js";
import { say, t } from "../words.js";
import { feltBy, isRaced, walkerOf } from "./races.js";
import { withStudy } from "../tab-studies.js";

const chosen = (family, one) => [say(entry(family, one.kind).title), ...settingsOf(family, one)];

/** @param element that only print shows */
export function fillOnPaper(element, store) {
  function lines({ spec, data }) {
    const start = spec.start ?? data.grid?.begin;
    const place = start ? [`${t("start.title")} (${start.map((part) => pretty(part, 4)).join(", ")})`] : [];
    const { study } = withStudy(spec);
    const walker = isRaced(spec) ? [chosen("optimizers", walkerOf(spec).optimizer)] : [];
    const felt = spec.tab === "walk" ? [chosen("noises", feltBy(spec))] : [];
    return [[surfaceName(spec.surface, Infinity), ...numbersOf(spec.surface), ...place], ...walker, ...felt, ...(study ? [chosen("studies", study)] : [])];
  }
  window.addEventListener("beforeprint", () => element.replaceChildren(
    make("h2", {}, t(`gradients.${store.spec.tab}-heading`)),
    ...[...lines(store).map((parts) => parts.join(" · ")), address()].map((line) => make("p", {}, line))));
}
