/** What holds for one setting and its value, whatever it belongs to. */

/** Whether two values of a setting are the same; a window is a list of its edges. */
export const same = (a, b) => String(a) === String(b);

/** Whether a setting counts, given all values: a letter does if the text that uses it has it, a number of one option if that is chosen. */
export const inUse = ({ name, used_by: by }, values) => !by || new RegExp(`\\b${name}\\b`).test(values[by]);
