/** The numbers of a race in symbols, as they stand on pictures that are taken away. */
import { entry, filled } from "../catalogue.js";
import { inUse } from "../setting.js";
import { symbol } from "../symbols.js";

/** ["κ = 100", "θ = 0"]: the settings of something declared, with what is chosen of them. @param wanted (setting, value) */
export function settingsOf(family, chosen, wanted = () => true) {
  const declared = entry(family, chosen.kind);
  const values = filled(declared, chosen);
  const telling = (setting) => setting.type !== "window" && !(setting.type === "choice" && setting.minor && values[setting.name] === setting.default);
  const said = declared.settings.filter((setting) => telling(setting) && inUse(setting, values) && wanted(setting, values[setting.name]));
  return said.map(({ name, type, symbol: latex }) => `${type === "text" ? `${name}(x, y)` : symbol(latex)?.textContent ?? name} = ${values[name]}`);
}

/** The settings of a surface that its name does not say. */
export const numbersOf = (surface) => settingsOf("surfaces", surface, ({ type }) => type !== "text");
