/** What holds for one setting and its value, whatever it belongs to. */

/** Whether two values of a setting are the same; a window is a list of its edges. */
export const same = (a, b) => String(a) === String(b);

/** Whether a setting counts, given all values: a letter does if the text that uses it has it, a number of one option if that is chosen. */
export function inUse({ name, used_by: by = "" }, values) {
  const [of, word = name] = by.split("=");
  return !of || new RegExp(`\\b${word}\\b`).test(values[of]);
}

/** Whether a value is worth saying: not where a minor setting is as usual, or nothing is added as usual. */
export const telling = ({ minor, default: usual }, value) => !same(value, usual) || !(minor || value === 0 || value === false);
