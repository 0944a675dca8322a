/** What a network answers in each place of the plane: the colour of the class, the fuller the surer it is. */
import { unpacked } from "../arrays.js";
import { make } from "../controls.js";
import { onceFor } from "../lab/keeping.js";
import { mixed } from "./classes.js";
import { finer } from "./finer.js";

const [FAINT, FULL] = [0.14, 0.72]; // of the colour: of an answer that is a guess, and of one beyond doubt
const SURE = 255;

const read = onceFor(({ regions, sure }) => ({ regions: unpacked(regions), sure: unpacked(sure) }));

const smoothed = onceFor((picture, classes) => finer({ ...read(picture), size: picture.size }, classes));

/** A colour as a canvas has it. */
export const pixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** The colours of all answers, (class, sure) -> a pixel: a guess is as sure as there are classes to guess from. */
export function palette({ tones, paper }) {
  const guess = 1 / tones.length;
  const colours = new Uint32Array(tones.length * (SURE + 1));
  tones.forEach((tone, label) => {
    for (let sure = 0; sure <= SURE; sure++) {
      const share = Math.max(0, (sure / SURE - guess) / (1 - guess));
      colours[label * (SURE + 1) + sure] = pixel(mixed(tone, paper, FAINT + (FULL - FAINT) * share));
    }
  });
  return colours;
}

/** @returns {element, show(picture, colours, smooth)}: a canvas that style sheets make large; a picture of null leaves it empty */
export function createRegions() {
  const element = make("canvas", { className: "net-regions", "aria-hidden": "true" });
  const pen = element.getContext("2d");
  let pixels = null;

  return {
    element,
    show(picture, colours, smooth) {
      if (!picture) {
        if (pixels) pen.clearRect(0, 0, element.width, element.height);
        return;
      }
      const { regions, sure, size = picture.size } = smooth ? smoothed(picture, colours.length / (SURE + 1)) : read(picture);
      if (pixels?.width !== size) {
        Object.assign(element, { width: size, height: size });
        pixels = pen.createImageData(size, size);
      }
      const seen = new Uint32Array(pixels.data.buffer);
      for (let row = 0; row < size; row++) {
        const from = (size - 1 - row) * size; // the first row of the wire is the lowest
        for (let i = 0; i < size; i++) seen[row * size + i] = colours[regions[from + i] * (SURE + 1) + sure[from + i]];
      }
      pen.putImageData(pixels, 0, 0);
    },
  };
}

/** How much of the plane each class holds, in shares, and how sure the network is on the whole. */
export const held = onceFor((picture, classes) => {
  const { regions, sure } = read(picture);
  const shares = Array(classes).fill(0);
  for (const label of regions) shares[label] += 1 / regions.length;
  return { shares, sure: sure.reduce((sum, one) => sum + one, 0) / sure.length / SURE };
});
