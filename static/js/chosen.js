/** A chosen setting as it stands in a link, and back. */
import { fault, parse } from "./numbers.js";
import { Misspelt, oneOf, readRange } from "./pieces.js";

const STRAY = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/; // control characters
const AGAIN = 3; // times that a text may have been escaped on its way

/** A comma would separate settings, and chat programs read much of the rest as emphasis or as the end of a link. */
function writtenText(text) {
  const escaped = encodeURIComponent(text).replace(/[!'()*~_]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return escaped.replaceAll("%2C", "_");
}

function readText(setting, spelt) {
  let text = spelt.replaceAll("_", ",");
  try {
    for (let i = 0; i < AGAIN && /%[0-9a-f]{2}/i.test(text); i += 1) text = decodeURIComponent(text);
  } catch {
    throw new Misspelt(`${setting.name}=${spelt}`);
  }
  if (text.length > setting.longest || STRAY.test(text)) throw new Misspelt(`${setting.name}=${text.slice(0, 40)}`);
  return text;
}

export function writtenChoice(setting, value) {
  if (setting.type === "text") return writtenText(value);
  return setting.type === "window" || setting.type === "counts" ? value.join("_") : String(value);
}

function readCounts(setting, text) {
  const counts = text === "" ? [] : text.split("_").map(Number);
  const fits = (n) => Number.isInteger(n) && n >= setting.minimum && n <= setting.maximum;
  if (counts.length > setting.longest || !counts.every(fits)) throw new Misspelt(`${setting.name}=${text}`);
  return counts;
}

/** Throws Misspelt where the text is none of the setting's values. */
export function readChoice(setting, text) {
  if (setting.type === "switch") return oneOf(["true", "false"], text) === "true";
  if (setting.type === "choice") return oneOf(setting.options.map(({ value }) => value), text);
  if (setting.type === "text") return readText(setting, text);
  if (setting.type === "window") return readRange(text.replaceAll("_", ","));
  if (setting.type === "counts") return readCounts(setting, text);
  const value = parse(text);
  if (fault(setting, value)) throw new Misspelt(`${setting.name}=${text}`);
  return value;
}
