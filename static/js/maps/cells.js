/** The cells of one plane: a picture with one pixel a cell, blown up without smoothing, and patterns through masks of it. */
import { make } from "../controls.js";
import { paintMask } from "../traces/shades.js";
import { patternFor } from "./patterns.js";

const picture = () => {
  const canvas = document.createElement("canvas");
  return { canvas, pen: canvas.getContext("2d"), image: null };
};

/** Room for one pixel a cell, kept until the shape changes. */
function sized(one, [columns, rows]) {
  if (one.image?.width === columns && one.image.height === rows) return;
  Object.assign(one.canvas, { width: columns, height: rows });
  one.image = one.pen.createImageData(columns, rows);
  one.pixels = new Uint32Array(one.image.data.buffer);
}

/** @returns {element, show({box, shape, fill, labels, worn})} */
export function createCells() {
  const element = make("canvas", { className: "map-cells" });
  const pen = element.getContext("2d");
  const small = picture();
  const mask = picture();
  const sheet = picture(); // a pattern, cut out by its mask

  /**
   * @param box where the plane lies, in CSS pixels @param fill paints the pixels of the cells
   * @param labels one a cell @param worn name of a pattern -> 256 times whether a label wears it
   */
  function show({ box, shape, fill, labels, worn }) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
    Object.assign(element.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    sized(small, shape);
    fill(small.pixels);
    small.pen.putImageData(small.image, 0, 0);
    pen.clearRect(0, 0, width, height);
    for (const [name, asked] of worn) {
      wear(name, asked, shape, labels, width, height, ratio);
      pen.drawImage(sheet.canvas, 0, 0);
    }
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small.canvas, 0, 0, width, height);
  }

  function wear(name, asked, shape, labels, width, height, ratio) {
    sized(mask, shape);
    paintMask(mask.pixels, shape, labels, asked);
    mask.pen.putImageData(mask.image, 0, 0);
    Object.assign(sheet.canvas, { width, height });
    sheet.pen.fillStyle = patternFor(sheet.pen, name, ratio);
    sheet.pen.fillRect(0, 0, width, height);
    sheet.pen.globalCompositeOperation = "destination-in";
    sheet.pen.imageSmoothingEnabled = false;
    sheet.pen.drawImage(mask.canvas, 0, 0, width, height);
  }

  return { element, show };
}
