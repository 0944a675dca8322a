/** A small drawing of a data set: its points by class, or a few of its pictures. */
import { css, inks } from "./classes.js";

const SIDE = 60; // CSS pixels
const DOT = 1.5;

export function createThumbnail() {
  const canvas = document.createElement("canvas");
  const dense = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = canvas.height = SIDE * dense;
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");

  /** @param sample {points: [[x, y]], labels} in shares of the window, or {pictures: [[share of ink]]} */
  function draw({ points, labels, pictures }) {
    const { tones, ink } = inks(Math.max(1, ...(labels ?? []).map((label) => label + 1)));
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
    if (pictures) inked(pictures, css(ink));
    else points.forEach(([x, y], i) => dot(x * SIDE, (1 - y) * SIDE, css(tones[labels[i]])));
  }

  function dot(x, y, colour) {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, DOT, 0, 2 * Math.PI);
    context.fill();
  }

  /** Pictures in a square, each with its pixels row by row. */
  function inked(pictures, ink) {
    const across = Math.ceil(Math.sqrt(pictures.length));
    const cell = SIDE / across;
    pictures.forEach((pixels, k) => {
      const side = Math.sqrt(pixels.length);
      const size = (cell - 2) / side;
      context.fillStyle = ink;
      pixels.forEach((share, i) => {
        context.globalAlpha = share;
        context.fillRect((k % across) * cell + 1 + (i % side) * size, Math.floor(k / across) * cell + 1 + Math.floor(i / side) * size, size + 0.2, size + 0.2);
      });
      context.globalAlpha = 1;
    });
  }
  return { canvas, draw };
}
