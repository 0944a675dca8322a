/** A part of the page as one standalone SVG: its drawings, its canvases and its words, each where it is and as it looks. */
import { svg } from "../look.js";
import { inLines } from "./lines.js";

/** How things look, and what need not be said. */
const PAINT = {
  "fill": "rgb(0, 0, 0)", "fill-opacity": "1", "stroke": "none", "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter",
  "stroke-opacity": "1", "opacity": "1", "paint-order": "normal" };
const TYPE = { "font-family": "", "font-size": "", "font-style": "normal", "font-weight": "400", "text-anchor": "start", "dominant-baseline": "auto" };
const AWAY = ".for-ears, [data-fleeting], button"; // what belongs to the moment or to the page
const MARGIN = 16; // pixels, as all of these
const NARROWEST = 320; // of the words, where the drawing is narrower
const HEADING = { size: 20, weight: 650, step: 26, after: 4 };
const WORDS = { size: 14, weight: 400, step: 20, after: 4 };

/**
 * @param words {title, lines}: what stands above it, in as many lines as it takes @param paper the colour beneath it
 * @returns an <svg>
 */
export function drawingOf(element, { title, lines = [], paper }) {
  const parts = [];
  walk(element, parts);
  const boxes = parts.map(({ box }) => box);
  const edge = (side, pick) => pick(...boxes.map((box) => box[side]));
  const [left, top, right, bottom] = [edge("left", Math.min), edge("top", Math.min), edge("right", Math.max), edge("bottom", Math.max)];
  const { color, fontFamily } = getComputedStyle(element);
  const room = Math.max(NARROWEST, right - left);
  const said = [...(title ? [[title, HEADING]] : []), ...lines.map((line) => [line, WORDS])];
  let head = MARGIN;
  const words = said.flatMap(([whole, { size, weight, step, after }]) => {
    const written = inLines(whole, `${weight} ${size}px ${fontFamily}`, room).map((text, i) =>
      svg("text", { x: MARGIN, y: head + i * step + size, "font-size": size, "font-weight": weight, fill: color }, text));
    head += written.length * step + after;
    return written;
  });
  const [width, height] = [Math.ceil((words.length ? room : right - left) + 2 * MARGIN), Math.ceil(bottom - top + head + MARGIN)];
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": fontFamily },
    ...(title ? [svg("title", {}, title)] : []),
    svg("rect", { width, height, fill: paper }),
    ...words,
    svg("g", { transform: `translate(${(MARGIN - left).toFixed(2)} ${(head - top).toFixed(2)})` }, ...parts.map(({ part }) => part)));
}

/** Gather {part, box} of everything that is seen, in the pixels of the window. */
function walk(node, parts) {
  if (node.nodeType === Node.TEXT_NODE) return parts.push(...wordsOf(node));
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(AWAY) || getComputedStyle(node).display === "none") return 0;
  const box = node.getBoundingClientRect();
  if (node.localName === "canvas") parts.push({ box, part: svg("image", { "href": node.toDataURL(), ...placed(box), "preserveAspectRatio": "none", "image-rendering": getComputedStyle(node).imageRendering }) });
  else if (node.localName === "svg") parts.push({ box, part: copied(node, box) });
  else {
    if (node.localName === "mfrac") parts.push(stroke(box, fraction(node, box), node));
    if (node.localName === "msqrt") parts.push(stroke(box, root(node, box), node));
    for (const child of node.childNodes) walk(child, parts);
  }
  return 0;
}

const placed = ({ left, top, width, height }) => ({ x: left.toFixed(2), y: top.toFixed(2), width: width.toFixed(2), height: height.toFixed(2) });

/** A drawing with the look that style sheets gave it written into it. */
function copied(original, box) {
  const copy = original.cloneNode(true);
  const twins = [...copy.querySelectorAll("*")];
  original.querySelectorAll("*").forEach((one, i) => dress(twins[i], one));
  for (const name of ["class", "style", "aria-hidden", "data-testid"]) copy.removeAttribute(name);
  for (const [name, value] of Object.entries(placed(box))) copy.setAttribute(name, value);
  copy.setAttribute("overflow", getComputedStyle(original).overflow === "visible" ? "visible" : "hidden");
  return copy;
}

function dress(copy, original) {
  const style = getComputedStyle(original);
  const look = copy.localName === "text" ? { ...PAINT, ...TYPE } : PAINT;
  if (copy.localName !== "g" && copy.localName !== "svg") {
    for (const [name, usual] of Object.entries(look)) {
      const value = style.getPropertyValue(name);
      if (value !== usual) copy.setAttribute(name, value);
    }
  }
  copy.removeAttribute("class");
  copy.removeAttribute("style");
}

/** The words of a text node, a piece for each line on which they stand. */
function wordsOf(node) {
  const range = document.createRange();
  const pieces = [];
  for (let i = 0; i < node.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    const last = pieces.at(-1);
    if (!box.width) continue;
    if (last && Math.abs(last.box.top - box.top) < 2) {
      last.text += node.data[i];
      last.box = new DOMRect(last.box.left, last.box.top, box.right - last.box.left, last.box.height);
    } else pieces.push({ text: node.data[i], box });
  }
  const style = getComputedStyle(node.parentElement);
  return pieces.filter(({ text }) => text.trim()).map(({ text, box }) => ({ box, part: svg("text", {
    "x": box.left.toFixed(2), "y": baseline(box, style).toFixed(2), "fill": style.color, "font-size": style.fontSize, "font-weight": style.fontWeight,
    "font-style": style.fontStyle, "font-family": style.fontFamily, "xml:space": "preserve" }, text) }));
}

let pen = null;

function baseline({ top, height }, { fontStyle, fontWeight, fontSize, fontFamily }) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText("x");
  return top + (height - above - below) / 2 + above;
}

const stroke = (box, d, node) => ({ box, part: svg("path", { d, fill: "none", stroke: getComputedStyle(node).color }) });

/** The bar of a fraction, and the sign of a root: the only strokes of a formula that are no letters. */
function fraction(node, { left, right }) {
  const [over, under] = [...node.children].map((child) => child.getBoundingClientRect());
  return `M${left} ${(over.bottom + under.top) / 2}H${right}`;
}

function root(node, { left, right, top, bottom }) {
  const inner = node.firstElementChild.getBoundingClientRect().left;
  const wide = inner - left;
  return `M${left} ${bottom - 0.4 * (bottom - top)}l${0.25 * wide} ${-0.05 * (bottom - top)}L${left + 0.55 * wide} ${bottom}L${left + 0.9 * wide} ${top + 0.7}H${right}`;
}
