/** What stands on the card of a run: that its training broke off, that much of its network died, or what the server refuses of it. */
import { sentence, t } from "../words.js";

const MANY = 0.5; // of a layer: a few dead units are usual

/** @returns {sentence, bad}, see panels/runs.js */
export function noteOf({ training }, run, { runs }) {
  const index = runs.indexOf(run);
  const epoch = training?.blown[index];
  const said = epoch === undefined ? refused(training?.fault, `runs[${index}]`) || died(training, index) : t("networks.blown", { epoch });
  return { sentence: said, bad: Boolean(said) };
}

/** In which hidden layer at least half of the units died: the one that has most dead ones. */
function died(training, index) {
  const told = training?.epochs[index] ?? [];
  if (training?.busy || told.length < 2) return "";
  const { dead, epoch } = told.at(-1);
  const worst = Math.max(0, ...dead);
  const layer = dead.indexOf(worst) + 1;
  if (worst < MANY || worst <= told[0].dead[layer - 1]) return "";
  const units = training.start.runs[index].sizes[layer];
  return t("networks.died", { dead: Math.round(worst * units), units, layer, epoch });
}

/** The sentence without the program's name of the field. */
function refused(fault, run) {
  const { sentence: said, field } = fault ?? {};
  if (!field?.startsWith(run)) return "";
  return sentence(said.startsWith(`${field}: `) ? said.slice(field.length + 2) : said);
}
