/** What a printed page of gradients says: on which surface, where, with what. */
import { pretty } from "../numbers.js";
import { chosen } from "../on-paper.js";
import { surfaceName } from "../surface-name.js";
import { withStudy } from "../tab-studies.js";
import { numbersOf } from "../takeaway/settings.js";
import { t } from "../words.js";
import { feltBy, isRaced, walkerOf } from "./races.js";

export function onPaper({ spec, data }) {
  const start = spec.start ?? data.grid?.begin;
  const place = start ? [`${t("start.title")} (${start.map((part) => pretty(part, 4)).join(", ")})`] : [];
  const { study } = withStudy(spec);
  const walker = isRaced(spec) ? [chosen("optimizers", walkerOf(spec).optimizer)] : [];
  const felt = spec.tab === "walk" ? [chosen("noises", feltBy(spec))] : [];
  return {
    heading: t(`gradients.${spec.tab}-heading`),
    lines: [[surfaceName(spec.surface, Infinity), ...numbersOf(spec.surface), ...place], ...walker, ...felt, ...(study ? [chosen("studies", study)] : [])],
  };
}
