/** The plot of one strategy: a backdrop, axes, and along each axis a strip in which every trial leaves its mark. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { createBackdrop } from "./backdrop.js";

const [LEFT, TOP, RIGHT, BOTTOM] = [4.2, 0.3, 0.5, 2.75]; // ems of the axes
const STRIP = 0.75; // ems of a strip of marks

const [ACROSS, UP] = [3.6, 2.9]; // and of a word along them

/** @returns {element, show(x, y, field, draw, marks), box()}; x, y: {ticks(count, ems of a word), title}; see below */
export function createPlot(testid) {
  const backdrop = createBackdrop();
  const axes = svg("svg", { class: "lab-axes", "aria-hidden": "true" });
  const inside = svg("svg", { class: "lab-marks", "aria-hidden": "true" });
  const element = make("div", { className: "lab-plot", tabIndex: 0, role: "application", "data-testid": testid }, backdrop.element, axes, inside);
  let box = null;

  /**
   * @param field as of `createBackdrop` @param draw ({width, height, em}) -> elements inside the box
   * @param marks {x: shares, y: shares or null}: where trials are, along the axes; the last ones are the latest
   */
  function show(x, y, field, draw, marks) {
    const { em } = typeSize();
    const strips = { x: STRIP * em, y: marks.y ? STRIP * em : 0 };
    box = { left: LEFT * em + strips.y, top: TOP * em };
    box.width = Math.round(element.clientWidth - box.left - RIGHT * em);
    box.height = Math.round(element.clientHeight - box.top - BOTTOM * em - strips.x);
    if (box.width < 20 || box.height < 20) return;
    backdrop.show(box, field);
    const ground = svg("g");
    const outer = { left: box.left - strips.y, top: box.top, width: box.width + strips.y, height: box.height + strips.x };
    drawAxes(ground, outer,
      { ticks: x.ticks(box.width / (3 * em), ACROSS), place: (share) => strips.y + share * box.width },
      { ticks: y.ticks(box.height / (2.2 * em), UP), place: (share) => (1 - share) * box.height });
    axes.replaceChildren(...strip(box, strips, marks), ground,
      svg("rect", { class: "rim", x: box.left, y: box.top, width: box.width, height: box.height }),
      svg("text", { class: "axis-title", "text-anchor": "middle", x: box.left + box.width / 2, y: outer.top + outer.height + 2.35 * em }, x.title),
      svg("text", { class: "axis-title", "text-anchor": "middle", transform: `translate(${0.9 * em} ${box.top + box.height / 2}) rotate(-90)` }, y.title));
    for (const [name, value] of Object.entries({ x: box.left, y: box.top, width: box.width, height: box.height })) inside.setAttribute(name, value);
    Object.assign(inside.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    inside.replaceChildren(...draw({ width: box.width, height: box.height, em }));
  }

  return { element, show, box: () => box };
}

/** The two strips: a mark for each value that was tested, however many trials share it. */
function strip({ left, top, width, height }, strips, marks) {
  const paper = [
    svg("rect", { class: "lab-strip", x: left, y: top + height, width, height: strips.x }),
    ...(marks.y ? [svg("rect", { class: "lab-strip", x: left - strips.y, y: top, width: strips.y, height })] : []),
  ];
  const across = marks.x.map((share) => `M${(left + share * width).toFixed(1)} ${top + height + 2}v${(strips.x - 3).toFixed(1)}`);
  const up = (marks.y ?? []).map((share) => `M${left - 2} ${(top + (1 - share) * height).toFixed(1)}h${(3 - strips.y).toFixed(1)}`);
  return [...paper, svg("path", { class: "lab-tick", d: [...across, ...up].join("") })];
}
