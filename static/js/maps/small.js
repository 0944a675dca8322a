/** The curve of every run in small: one by one in the order of the swept number, a strip for each optimizer, what failed with its sign. */
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
    if (now === told) return;
    told = now;
    if (wide < 10) return; // hidden, strips forget how far they are scrolled
    const all = curvesScale(map);
    sections = map.runs.map((_, run) => section(map, run, scales, all, em));
    element.replaceChildren(...sections.map((part) => part.element));
    sections.forEach((_, run) => reveal(run, map.verdict?.runs[run]?.best?.cell ?? Math.floor(scales.lines[run].length / 2)));
    element.scrollTop = 0;
    sections.forEach(({ picture, cellAt }, run) => cursor.listen(picture, run, (x, y) => {
      const cell = cellAt(x, y);
      return cell === null ? null : { run, cell };
    }, { shape: () => [1, 1], first: () => 0 }));
  }

  function section(map, run, { looks, lines }, all, em) {
    const { label, slot, curves, at } = map.runs[run];
    const best = map.verdict?.runs[run]?.best?.cell;
    const cells = [...(curves?.keys() ?? [])].sort((a, b) => a - b);
    const places = new Map(cells.map((cell, i) => [cell, { left: 2 + i * (WIDE + GAP) * em, top: 2, width: WIDE * em, height: TALL * em }]));
    const picture = svg("svg", { class: "map-thumbs sweep", style: `width:${cells.length * (WIDE + GAP)}rem;height:${TALL + WORDS + GAP}rem` });
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
    const strip = make("div", { className: "map-strip", tabIndex: 0, role: "group", "aria-label": label }, picture);
    const cellAt = (x, y) => [...places].find(([, box]) => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height + WORDS * em)?.[0] ?? null;
    return { picture, strip, places, frame, cellAt, element: make("section", { hidden: !cells.length }, make("h3", {}, swatch(slot), label), strip) };
  }

  /** Bring a curve into sight. */
  function reveal(run, cell) {
    const { strip, places } = sections[run];
    const box = places.get(cell);
    if (!box) return;
    if (box.left < strip.scrollLeft || box.left + box.width > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = box.left + (box.width - strip.clientWidth) / 2;
    const top = strip.parentElement.offsetTop - element.offsetTop;
    if (top < element.scrollTop || top + strip.parentElement.offsetHeight > element.scrollTop + element.clientHeight) element.scrollTop = top;
  }

  /** Frame the curve of a spot; while the pointer is elsewhere it is brought into sight. */
  function look(spot) {
    if (sections[spot?.run] && !element.matches(":hover")) reveal(spot.run, spot.cell);
    sections.forEach(({ places, frame }, run) => {
      const box = spot?.run === run ? places.get(spot.cell) : null;
      for (const [name, value] of Object.entries({ x: box?.left ?? 0, y: box?.top ?? 0, width: box?.width ?? 0, height: box?.height ?? 0 })) frame.setAttribute(name, value);
    });
  }

  return { element, show, look };
}
