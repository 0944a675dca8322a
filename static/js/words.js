/** The page's language: strings by key, and the texts that the catalogue carries in every language. */

const strings = JSON.parse(document.getElementById("strings").textContent);

export const lang = document.documentElement.lang;

/** The string under `key` with its {placeholders} filled in. */
export function t(key, values = {}) {
  const text = strings[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A sentence begins with a capital, whatever its first word was elsewhere. */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A catalogue text in the page's language. */
export function say(text) {
  return text?.[lang] ?? text?.en ?? "";
}

/** The name of a setting: its help up to the first stop. What follows explains it. */
export function nameOf(setting) {
  return say(setting.help).split(/[:;,]/)[0].trim() || setting.name;
}
