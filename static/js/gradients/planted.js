/** What is checked on the tab Check: where, with which step, and with which bug. */
import { changed, entry, filled } from "../catalogue.js";
import { tabs } from "./usual.js";

const { noise: bug, studies: [curve] } = tabs.check;

/** The settings of the usual study of the tab, all of them. */
const settingsOf = ({ study }) => filled(entry("studies", curve), study?.kind === curve ? study : {});

/** The noise that the settings of the study plant, by their common names; null where they plant none. */
export function plantedIn(spec) {
  const declared = entry("noises", bug);
  const chosen = settingsOf(spec);
  const shared = declared.settings.filter(({ name }) => name in chosen);
  const legal = ({ name, options }) => !options || options.some(({ value }) => value === chosen[name]);
  if (!shared.length || !shared.every(legal)) return null;
  return shared.reduce((noise, { name }) => changed(declared, noise, name, chosen[name]), { kind: bug });
}

/** What the server is asked. @param begin where the surface starts */
export function checkOf(spec, begin) {
  const { h, precision } = settingsOf(spec);
  const noise = plantedIn(spec);
  return { surface: spec.surface, at: spec.start ?? begin, h, precision, ...(noise && { noise }) };
}
