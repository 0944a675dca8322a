/** The pictures that the network got most wrong: each with what it is and what it was taken for. */
import { unpacked } from "../arrays.js";
import { make } from "../controls.js";
import { onceFor } from "../lab/keeping.js";
import { t } from "../words.js";
import { css } from "./classes.js";
import { fitted } from "./sharp.js";

const SIDE = 8; // pixels of a picture
const MOST = 12; // pictures
const [GAP, CAPTION, LETTERS] = [0.08, 0.38, 0.3]; // of a picture, between two, below it, and as high as its letters
const read = onceFor(({ pixels }) => unpacked(pixels));

/** @returns {element, fit(columns), show(pictures, inks), say(pictures)} */
export function createWorst() {
  const element = make("canvas", { "className": "net-worst", "role": "img", "data-testid": "net-worst" });
  const pen = element.getContext("2d");
  const scratch = make("canvas", { width: SIDE, height: SIDE });
  const brush = scratch.getContext("2d");
  const pixels = brush.createImageData(SIDE, SIDE);
  const seen = new Uint32Array(pixels.data.buffer);
  let grid = { columns: 6, side: 0, step: 0, high: 0 };
  let drawn = { inks: null, tiles: [] }; // only pictures that are others than before are painted

  return {
    element,
    /** Ask the browser for the room: not while the epoch runs. */
    fit(columns) {
      const side = 1 / (columns + (columns - 1) * GAP);
      const high = side * (1 + CAPTION);
      const tall = (high * MOST) / columns;
      element.style.aspectRatio = String(1 / tall);
      fitted(element, tall);
      const { width } = element;
      Object.assign(pen, { imageSmoothingEnabled: false, font: `${LETTERS * side * width}px ${getComputedStyle(element).fontFamily}`, textAlign: "center", textBaseline: "middle" });
      drawn = { inks: null, tiles: [] };
      grid = { columns, side: side * width, step: side * (1 + GAP) * width, high: high * width };
    },
    /** @param inks {greys: pixels by their level, ink, rule} */
    show(pictures, inks) {
      const { greys, ink, rule } = inks;
      const { columns, side, step, high } = grid;
      const before = drawn.inks === inks ? drawn.tiles : [];
      drawn = { inks, tiles: Array.from({ length: MOST }, (_, i) => (pictures[i] ? `${pictures[i].label} ${pictures[i].answer} ${pictures[i].pixels.bdata}` : "")) };
      pen.strokeStyle = css(rule);
      drawn.tiles.forEach((tile, i) => {
        if (tile === before[i]) return;
        const [x, y] = [(i % columns) * step, Math.floor(i / columns) * high];
        pen.clearRect(x, y, step, high);
        if (tile) picture(pictures[i], x, y);
      });

      function picture(one, x, y) {
        read(one).forEach((level, at) => (seen[at] = greys[level]));
        brush.putImageData(pixels, 0, 0);
        pen.drawImage(scratch, x, y, side, side);
        pen.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
        pen.fillStyle = css(ink);
        pen.fillText(`${one.label} → ${one.answer}`, x + side / 2, y + side * (1 + CAPTION / 2));
      }
    },
    say: (pictures) => element.setAttribute("aria-label", t("drawn.worst", { list: pictures.map(worstWords).join(", ") || "–" })),
  };
}

const worstWords = ({ label, answer, share }) => t("drawn.wrong-answer", { label, answer, share: Math.round(100 * share) });
