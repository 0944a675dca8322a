/** The numbers of a race in symbols, as they stand on pictures that are taken away. */
import { entry } from "../catalogue.js";
import { symbol } from "../symbols.js";

/** ["κ = 100", "θ = 0"]: the settings of something declared, with what is chosen of them. */
export function settingsOf(family, chosen, wanted = () => true) {
  const { settings } = entry(family, chosen.kind);
  return settings.filter(wanted).map(({ name, symbol: latex, default: usual }) => `${symbol(latex)?.textContent ?? name} = ${chosen[name] ?? usual}`);
}
