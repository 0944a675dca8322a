/** What stands on the card of a run: that its training broke off, or what the server refuses of it. */
import { sentence, t } from "../words.js";

/** @returns {sentence, bad}, see panels/runs.js */
export function noteOf({ training }, run, { runs }) {
  const index = runs.indexOf(run);
  const epoch = training?.blown[index];
  const said = epoch === undefined ? refused(training?.fault, `runs[${index}]`) : t("networks.blown", { epoch });
  return { sentence: said, bad: Boolean(said) };
}

/** The sentence without the program's name of the field. */
function refused(fault, run) {
  const { sentence: said, field } = fault ?? {};
  if (!field?.startsWith(run)) return "";
  return sentence(said.startsWith(`${field}: `) ? said.slice(field.length + 2) : said);
}
