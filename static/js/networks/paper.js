/** Trainings in words, for paper: the data, the network, who learns, for how long. */
import { entry } from "../catalogue.js";
import { build, builtOf, inWords, ownOf } from "../network.js";
import { chosen } from "../on-paper.js";
import { inUse, telling } from "../setting.js";
import { symbol } from "../symbols.js";
import { withStudy } from "../tab-studies.js";
import { settingsOf } from "../takeaway/settings.js";
import { TABS } from "../tabs.js";
import { say, t } from "../words.js";

/** The title of something declared, and those of its settings that are worth saying: numbers in symbols, conventions in words. */
function said(family, one) {
  const { title, settings } = entry(family, one.kind);
  const conventions = settings.filter(({ name, type, default: usual }) => type === "choice" && (one[name] ?? usual) !== usual);
  const numbers = settingsOf(family, one, (setting, value) => setting.type !== "choice" && telling(setting, value));
  return [say(title), ...numbers, ...conventions.map((setting) => inWords(setting, one[setting.name]))];
}

/** What is trained: lines, each a list of its parts. */
export function trained(spec) {
  const { data, batch, epochs, seed } = spec.training;
  const network = builtOf(spec, {});
  const built = build().settings.filter((setting) => inUse(setting, network) && telling(setting, network[setting.name]));
  return [said("data", data), built.map((setting) => inWords(setting, network[setting.name])), [t("networks.long", { epochs, batch, seed })]];
}

/** Who learns: "Momentum, η = 0.1, μ = 0.9", with what changes over time and what the run has of its own. */
export function learner(run) {
  const { label, optimizer, schedules = {} } = run;
  const { settings } = entry("optimizers", optimizer.kind);
  const signOf = (name) => symbol(settings.find((setting) => setting.name === name).symbol)?.textContent ?? name;
  const driven = Object.entries(schedules).map(([name, { kind }]) => `${signOf(name)}: ${say(entry("schedules", kind).title)}`);
  const words = [...said("optimizers", optimizer), ...driven, ...ownOf(run).map(([, own]) => own)].join(", ");
  return label ? `${label} (${words})` : words;
}

export function onPaper({ spec }) {
  const { study } = withStudy(spec);
  const training = [...trained(spec), ...spec.runs.map((run) => [learner(run)])];
  return { heading: t(`networks.${spec.tab}-heading`), lines: [...(spec.tab === TABS[0] ? training : []), ...(study ? [chosen("studies", study)] : [])] };
}
