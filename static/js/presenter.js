/**
 * The keys of the page, each declared once: what is pressed, what it does, its words for the list of keys. Those of a
 * lecture are a clicker's too. Letters count by what they say, under a Korean keyboard by where they are.
 */
import { worn } from "./guise.js";

/** `lecture`: only while lecturing. `shift`: what the same key does with Shift. `held`: a key that is held does it on and on. */
export const KEYS = [
  { keys: [" "], does: "play", words: "keys.play" },
  { keys: ["l"], does: "lecture", words: "keys.lecture" },
  { keys: ["f"], does: "screen", words: "keys.screen" },
  { keys: ["c"], does: "contrast", words: "keys.contrast" },
  { keys: ["?"], does: "help", words: "keys.help" },
  { keys: ["ArrowRight", "PageDown"], does: "next", shift: "skip", words: "keys.next", lecture: true, held: true },
  { keys: ["ArrowLeft", "PageUp"], does: "back", shift: "rewind", words: "keys.back", lecture: true, held: true },
  { keys: ["Home"], does: "first", words: "keys.first", lecture: true },
  { keys: ["End"], does: "last", words: "keys.last", lecture: true },
  { keys: ["p"], does: "pointer", words: "keys.pointer", lecture: true },
  { keys: ["b", "."], does: "blank", words: "keys.blank", lecture: true },
  { keys: ["Escape"], does: "leave", words: "keys.leave", lecture: true },
];

const KEPT = "ravine-keys";
const TYPING = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea";
const PRESSED_BY_SPACE = `${TYPING}, button, summary, a, input`;
const MOVED_BY_ARROWS = `${TYPING}, input[type=radio], input[type=range]`;
const MAP = "[role=application]"; // its arrows are its own, but for a clicker's

/** Whether keys that are characters are listened to: who speaks to the computer may want them off. */
export function charactersListened() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // storage may be forbidden, as in a frame
  }
}

export function listenToCharacters(yes) {
  try {
    localStorage.setItem(KEPT, yes ? "on" : "off");
  } catch {
    // It holds for this page only.
  }
}

function pressed({ key, code }) {
  const elsewhere = /^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key);
  if (elsewhere) return code.at(-1).toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Whether what has the focus has a use of its own for the key. */
function taken(target, key) {
  if (!(target instanceof Element)) return false;
  if (key === " ") return target.closest(PRESSED_BY_SPACE);
  // The player's own slider goes by steps too, so that after a click on it a clicker's pages are still steps.
  if (key.length > 1 && key !== "Escape") {
    if (!worn("lecture") && target.closest(MAP)) return true;
    return target.closest(MOVED_BY_ARROWS) && !target.closest(".player input");
  }
  return target.closest(TYPING);
}

/** @param actions by the names in the table of `keys`; each is told which key it was. The answer stops listening. */
export function listen(actions, keys = KEYS) {
  function hear(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const key = pressed(event);
    const found = keys.find((one) => one.keys.includes(key) && (!one.lecture || worn("lecture")));
    if (!found || (event.shiftKey && key.length > 1 && !found.shift) || taken(event.target, key)) return;
    if (key.length === 1 && key !== " " && !charactersListened()) return;
    event.preventDefault();
    event.stopPropagation(); // while lecturing an arrow is a step on the map too
    if (!event.repeat || found.held) actions[event.shiftKey && found.shift ? found.shift : found.does](key);
  }
  document.addEventListener("keydown", hear, { capture: true });
  return () => document.removeEventListener("keydown", hear, { capture: true });
}
