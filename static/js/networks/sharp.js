/** Canvases with as many pixels as the screen has, and more in pictures that are taken away. */

const [MOST, TAKEN] = [2, 3]; // pixels to one of CSS

/** Give a canvas the pixels of its place, `tall` times as high as wide; that empties it. */
export function fitted(canvas, tall) {
  const ratio = canvas.closest("[data-taken]") ? TAKEN : Math.min(MOST, devicePixelRatio || 1);
  const width = Math.round(canvas.clientWidth * ratio);
  Object.assign(canvas, { width, height: Math.round(width * tall) });
  return ratio;
}
