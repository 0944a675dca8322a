/** The colours of numbers: dark is low. */

const DARK_TO_LIGHT = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]]; // viridis: Smith and van der Walt, 2015

/** The colour of a share 0..1 of a scale. */
export const heat = (share) => `rgb(${heatOf(share)})`;

/** The same as [r, g, b]. */
export const heatOf = (share) => mixed(share).map(Math.round);

function mixed(share) {
  const at = Math.min(1, Math.max(0, share)) * (DARK_TO_LIGHT.length - 1);
  const from = Math.min(DARK_TO_LIGHT.length - 2, Math.floor(at));
  return DARK_TO_LIGHT[from].map((part, i) => part + (at - from) * (DARK_TO_LIGHT[from + 1][i] - part));
}

/** Whether words on that colour are better light than dark: by its luminance, as WCAG has it. */
export function needsLight(share) {
  const [r, g, b] = mixed(share).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.2;
}
