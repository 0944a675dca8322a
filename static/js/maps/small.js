/** The curve of every run in small: one by one in the order of the swept number, what failed with its sign. */
import { make } from "../controls.js";
import { svg, swatch, typeSize } from "../look.js";
import { pretty } from "../numbers.js";
import { SIGNS } from "../sweep/strand.js";
import { curvePath, curvesScale } from "./loss-scale.js";

const [WIDE, TALL, WORDS] = [4.4, 2.6, 1.1]; // ems of a curve, and of the number beneath it
const GAP = 0.5;

export function createSmall(cursor) {
  const element = make("div", { className: "map-small", "data-testid": "map-small" });
  let sections = []; // {picture, places: cell -> box, frame}
  let told = "";

  function show(map, scales) {
    const { em } = typeSize();
    const wide = element.clientWidth;
    const now = `${wide} ${em} ${map.ended} ${map.runs.map(({ curves, label }) => `${label} ${curves?.size}`)} ${scales.looks.map(({ colour }) => colour)}`;
    if (now === told || wide < 10) return;
    told = now;
    const all = curvesScale(map);
    const across = Math.max(1, Math.floor((wide + GAP * em) / ((WIDE + GAP) * em)));
    sections = map.runs.map((one, run) => section(map, run, scales, all, { across, width: (wide + GAP * em) / across - GAP * em, em }));
    element.replaceChildren(...sections.map((part) => part.element));
    sections.forEach(({ picture, cellAt }, run) => cursor.listen(picture, run, (x, y) => {
      const cell = cellAt(x, y);
      return cell === null ? null : { run, cell };
    }, { shape: () => [1, 1], first: () => 0 }));
  }

  function section(map, run, { looks, lines }, all, { across, width, em }) {
    const { label, slot, curves, at } = map.runs[run];
    const best = map.verdict?.runs[run]?.best?.cell;
    const cells = [...(curves?.keys() ?? [])].sort((a, b) => a - b);
    const tall = (TALL + WORDS + GAP) * em;
    const places = new Map(cells.map((cell, i) => [cell, { left: (i % across) * (width + GAP * em), top: Math.floor(i / across) * tall + 2, width, height: TALL * em }]));
    const picture = svg("svg", { class: "map-thumbs sweep", style: `height:${Math.ceil(cells.length / across) * tall}px` });
    const parts = cells.flatMap((cell) => {
      const box = places.get(cell);
      const { d, end } = curvePath(curves.get(cell), at ?? [], all, box);
      const failed = typeof lines[run][cell] === "string" && end;
      const style = `--tone:${looks[run].colour}`;
      return [
        svg("rect", { class: cell === best ? "map-thumb best" : "map-thumb", x: box.left, y: box.top, width: box.width, height: box.height, rx: 3 }),
        svg("path", { class: "sweep-line", d, style }),
        ...(failed ? [svg("path", { class: `sweep-sign sweep-${lines[run][cell]}`, d: SIGNS[lines[run][cell]], style,
          transform: `translate(${Math.min(end[0], box.left + box.width - 7)} ${Math.max(end[1], box.top + 7)})` })] : []),
        svg("text", { class: "tick-label", "text-anchor": "middle", x: box.left + box.width / 2, y: box.top + box.height + 0.85 * em }, pretty(map.about.x[run][cell])),
      ];
    });
    const frame = svg("rect", { class: "map-thumb-frame", rx: 3, width: 0, height: 0 });
    picture.append(...parts, frame);
    const cellAt = (x, y) => [...places].find(([, box]) => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height + WORDS * em)?.[0] ?? null;
    return { picture, places, frame, cellAt, element: make("section", { hidden: !cells.length }, make("h3", {}, swatch(slot), label), picture) };
  }

  /** Frame the curve of a spot, and bring it into sight. */
  function look(spot) {
    const found = sections[spot?.run]?.places.get(spot.cell);
    if (found && !element.matches(":hover")) {
      const { top } = sections[spot.run].picture.getBoundingClientRect();
      const at = top + found.top - element.getBoundingClientRect().top;
      if (at < 0 || at + found.height > element.clientHeight) element.scrollTop += at - element.clientHeight / 2;
    }
    sections.forEach(({ places, frame }, run) => {
      const box = spot?.run === run ? places.get(spot.cell) : null;
      for (const [name, value] of Object.entries({ x: box?.left ?? 0, y: box?.top ?? 0, width: box?.width ?? 0, height: box?.height ?? 0 })) frame.setAttribute(name, value);
    });
  }

  return { element, show, look };
}
