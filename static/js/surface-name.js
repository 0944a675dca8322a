/** What a surface is called where there is room for a line: the formula that was typed, where it is short, else its title. */
import { entry, filled } from "./catalogue.js";
import { say } from "./words.js";

const ROOM = 44; // characters

/** @param room the longest formula in characters; one that is longer goes by its title */
export function surfaceName(surface, room = ROOM) {
  const declared = entry("surfaces", surface.kind);
  const text = declared.settings.find(({ type }) => type === "text");
  const typed = text && filled(declared, surface)[text.name].trim();
  return typed && typed.length <= room ? `${text.name}(x, y) = ${typed}` : say(declared.title);
}
