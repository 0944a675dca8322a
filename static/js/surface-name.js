/** What a surface is called where there is room for a line: the formula that was typed, where it is short, else its title. */
import { entry, filled } from "./catalogue.js";
import { say } from "./words.js";

const ROOM = 44; // characters

export function surfaceName(surface) {
  const declared = entry("surfaces", surface.kind);
  const text = declared.settings.find(({ type }) => type === "text");
  const typed = text && filled(declared, surface)[text.name].trim();
  return typed && typed.length <= ROOM ? `${text.name}(x, y) = ${typed}` : say(declared.title);
}
