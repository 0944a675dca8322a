/** The map as it is on the page, to take away: one standalone SVG, or a canvas of the same. */
import { pretty } from "../numbers.js";
import { surfaceName } from "../surface-name.js";
import { drawingOf } from "../takeaway/drawing.js";
import { settingsOf } from "../takeaway/settings.js";
import { t } from "../words.js";

const SURFACE = "surface."; // what the numbers of the surface are called on an axis
const SHARP = 2; // pixels of a canvas to one of the page

/** A file of the map: a Blob. @param element as below @param format svg or png; on white, as pictures of races are */
export const file = (element, store, format) => filed(element, { ...captions(store), light: true }, format);

/** A file of any part of the page, with such words. */
export async function filed(element, words, format) {
  if (format === "svg") return new Blob([svgOf(element, words)], { type: "image/svg+xml" });
  const canvas = await canvasOf(element, words);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** What stands above the picture: what it is of, and the settings that it does not show. */
function captions({ spec, data: { map } }) {
  const title = `${surfaceName(spec.surface, Infinity)}: ${t(`maps.${map.kind}-heading`)}`;
  const { begin, steps, tolerance } = map.about;
  const swept = new Set(map.about.axes?.map(({ of }) => of));
  const moves = !spec.start && [...swept].some((of) => of.startsWith(SURFACE)); // each shape of the surface has its own start
  const start = map.kind === "basin" || moves ? [] : [from(begin)];
  const stop = tolerance > 0 ? [t("export.tolerance", { norm: pretty(tolerance) })] : [];
  const ground = settingsOf("surfaces", spec.surface, ({ name, type }) => type !== "text" && !swept.has(SURFACE + name));
  const line = [...ground, ...start, `${steps} ${t("chart.steps")}`, ...stop].join(" · ");
  const own = map.runs.map((run) => [run.label, fixed(spec.runs[run.index], swept, map.kind).join(", ")]);
  return { title, lines: [line, ...own.filter(([, numbers]) => numbers).map((parts) => parts.join(": "))] };
}

const from = (point) => `${t("start.title")} (${point.map((part) => pretty(part, 4)).join(", ")})`;

/** What stays the same of a run: its main numbers, of curves, which are many, and of all else what is not as usual. */
function fixed({ optimizer, start }, swept, kind) {
  const wanted = ({ name, type, minor, default: usual }) => {
    const plain = kind !== "line" && type !== "choice" && !minor;
    return !swept.has(name) && (plain || (optimizer[name] ?? usual) !== usual);
  };
  return [...settingsOf("optimizers", optimizer, wanted), ...(start && kind !== "basin" ? [from(start)] : [])];
}

/**
 * @param element the one that `panels/map.js` is mounted on
 * @param words {title, lines} above it; `light`: on white, whatever the theme is
 * @returns the text of an SVG
 */
export function svgOf(element, { title, lines, light }) {
  const root = document.documentElement;
  const { theme } = root.dataset;
  const drawn = () => element.dispatchEvent(new CustomEvent("draw"));
  root.dataset.theme = light ? "light" : theme;
  element.dataset.taken = "";
  drawn();
  const paper = getComputedStyle(root).getPropertyValue("--panel").trim();
  const picture = drawingOf(element, { title, lines, paper });
  root.dataset.theme = theme; // nothing is painted before the theme is back
  delete element.dataset.taken;
  drawn();
  return new XMLSerializer().serializeToString(picture);
}

/** @returns a canvas, once it is painted */
export async function canvasOf(element, words) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(element, words))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.naturalWidth * SHARP, height: image.naturalHeight * SHARP });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
