/** Trainings in words, for paper: the data, the network, who learns, for how long. */
import { build, builtOf, inWords } from "../network.js";
import { chosen } from "../on-paper.js";
import { names } from "../runs.js";
import { withStudy } from "../tab-studies.js";
import { TABS } from "../tabs.js";
import { t } from "../words.js";

/** What is trained: lines, each a list of its parts. */
export function trained(spec) {
  const { data, batch, epochs, seed } = spec.training;
  const network = builtOf(spec, {});
  return [chosen("data", data), build().settings.map((setting) => inWords(setting, network[setting.name])), [t("networks.long", { epochs, batch, seed })]];
}

export function onPaper({ spec }) {
  const { study } = withStudy(spec);
  const training = [...trained(spec), names(spec.runs)];
  return { heading: t(`networks.${spec.tab}-heading`), lines: [...(spec.tab === TABS[0] ? training : []), ...(study ? [chosen("studies", study)] : [])] };
}
