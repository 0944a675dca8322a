/** The plot of one strategy: a backdrop, axes, and along each axis a strip in which every trial leaves its mark. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { createBackdrop } from "./backdrop.js";
import { changing, keeping } from "./keeping.js";
import { crowded, entitled, longest, nameAt, shortened } from "./lettering.js";

const [LEFT, TOP, RIGHT, BOTTOM] = [4.2, 0.3, 0.5, 2.75]; // ems of the axes, at least
const STRIP = 0.75; // ems of a strip of marks
const TITLE = 1.75; // ems of the title that is turned on its side
const GAP = 8; // pixels between a label and the plate
const NAMES = 0.32; // of the plot is for names of options at most

/** @returns {element, show(x, y, field, draw, marks), box()}; x, y: {ticks(count), title: [name, sign], named: whether labels are names}; see below */
export function createPlot(testid) {
  const backdrop = createBackdrop();
  const frame = svg("g");
  const ticked = svg("path", { class: "lab-tick" });
  const axes = svg("svg", { class: "lab-axes", "aria-hidden": "true" }, frame, ticked);
  const inside = svg("svg", { class: "lab-marks", "aria-hidden": "true" });
  const element = make("div", { className: "lab-plot", tabIndex: 0, role: "application", "data-testid": testid }, backdrop.element, axes, inside);
  const put = keeping(inside);
  const turned = changing();
  let size = null; // {width, height, em}: to ask for it anew makes the browser lay out all that was drawn before
  let box = null;
  new ResizeObserver(() => (size = null)).observe(element);

  /** Axes, titles and the paper of the strips. */
  function ground(x, y, strips, em) {
    const { left, top, width, height, under } = box;
    const outer = { left: left - strips.y, top, width: width + strips.y, height: height + strips.x };
    const lines = svg("g");
    const numbers = ({ ticks, apart }) => (apart ? ticks.map(({ at }) => ({ at, label: "" })) : ticks);
    drawAxes(lines, outer, { ticks: numbers(x), place: (share) => strips.y + share * width }, { ticks: numbers(y), place: (share) => (1 - share) * height });
    frame.replaceChildren(
      svg("rect", { class: "lab-strip", x: left, y: top + height, width, height: strips.x }),
      ...(strips.y ? [svg("rect", { class: "lab-strip", x: left - strips.y, y: top, width: strips.y, height })] : []),
      lines,
      ...(x.apart ? x.ticks.map(({ at, label }) => nameAt(left + at * width, top + outer.height + GAP - 1, label, true)) : []),
      ...(y.apart ? y.ticks.map(({ at, label }) => nameAt(outer.left - GAP, top + (1 - at) * height, label, false)) : []),
      svg("rect", { class: "rim", x: left, y: top, width, height }),
      svg("text", { class: "axis-title", "text-anchor": "middle", x: left + width / 2, y: top + outer.height + under + 2.35 * em }, x.title),
      svg("text", { class: "axis-title", "text-anchor": "middle", transform: `translate(${0.9 * em} ${top + height / 2}) rotate(-90)` }, y.title));
    for (const [name, value] of Object.entries({ x: left, y: top, width, height })) inside.setAttribute(name, value);
    Object.assign(inside.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  }

  /**
   * @param field as of `createBackdrop` @param draw ({width, height, em}) -> what is inside the box, as of `keeping`
   * @param marks {x: shares, y: shares or null}: where trials are, along the axes
   */
  function show(x, y, field, draw, marks) {
    size ??= { width: element.clientWidth, height: element.clientHeight, em: typeSize().em };
    const { em } = size;
    const strips = { x: STRIP * em, y: marks.y ? STRIP * em : 0 };
    const names = x.named ? x.ticks(Infinity).map(({ label }) => label) : [];
    const apart = names.length > 0 && crowded(names, size.width - (LEFT + RIGHT) * em - strips.y, em);
    const under = apart ? Math.max(0, Math.min(longest(names, em, true), NAMES * size.height) - em) : 0;
    const height = Math.round(size.height - TOP * em - BOTTOM * em - strips.x - under);
    const up = lettered(y.ticks(height / (2.2 * em)), y.named, NAMES * size.width);
    const left = Math.max(LEFT * em, TITLE * em + longest(up.ticks.map(({ label }) => label), em, y.named) + GAP) + strips.y;
    box = { left, top: TOP * em, width: Math.round(size.width - left - RIGHT * em), height, under };
    if (box.width < 20 || box.height < 20) return;
    backdrop.show(box, field);
    const across = lettered(x.ticks(box.width / (3 * em)), apart, under + em);
    across.title = entitled(x.title, box.width, em);
    up.title = entitled(y.title, box.height, em);
    if (turned(JSON.stringify([across, up, box, strips]))) ground(across, up, strips, em);
    ticked.setAttribute("d", tested(box, strips, marks));
    put(draw({ width: box.width, height: box.height, em }));
  }

  /** The ticks of an axis; `apart` are those with names of their own size. */
  const lettered = (ticks, apart, room) => ({ apart, ticks: apart ? ticks.map(({ at, label }) => ({ at, label: shortened(label, room, size.em) })) : ticks });

  return { element, show, box: () => box };
}

/** In the two strips a mark for each value that was tested, however many trials share it. */
function tested({ left, top, width, height }, strips, marks) {
  const across = marks.x.map((share) => `M${(left + share * width).toFixed(1)} ${top + height + 2}v${(strips.x - 3).toFixed(1)}`);
  const up = (marks.y ?? []).map((share) => `M${left - 2} ${(top + (1 - share) * height).toFixed(1)}h${(3 - strips.y).toFixed(1)}`);
  return [...new Set([...across, ...up])].join("");
}
