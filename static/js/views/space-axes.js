/** The axes of the body in space, in pixels: numbers upright and apart, in the type of the page, heights on an edge of their own. */
import { svg, typeSize } from "../look.js";

const TICK = 5; // pixels
const GAP = 9; // from an edge to its numbers
const WIDE = 0.62; // of the size of the type, a digit with room around it
const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8]; // of an edge from the corner in front, where its title may stand
const OUT = 0.06; // of a side, far enough outside to tell which way is out

/**
 * @param body {box, ticks: [[{at, label}] of x, y and height]} @param eye a place among the values of the axes
 * @param pixels (place) -> [px, py] @param titles of x, y and height @param size of the plot {width, height}
 * @param over what stands above the plot: {left, top, right, bottom} in its pixels
 * @returns the parts of the picture, the height first: what would stand on it is left out
 */
export function axesOf({ box, ticks }, eye, pixels, titles, { width, height }, over) {
  const { em } = typeSize();
  const taken = [over];
  const near = box.map(([from, to], i) => (eye[i] > (from + to) / 2 ? to : from));
  const far = box.map(([from, to], i) => (near[i] === to ? from : to));
  const bottom = box[2][0];
  const outside = (i) => near[i] + (near[i] - far[i]) * OUT;

  /** Words that stand beside a pixel on the side of `way`, where nothing stands yet and none is cut off. */
  function words(text, [px, py], way, className, gap = GAP) {
    const [wide, tall] = [WIDE * em * text.length, em];
    const [x, y] = [px + way[0] * (gap + (Math.abs(way[0]) * wide) / 2), py + way[1] * (gap + tall / 2)];
    const own = { left: x - wide / 2, right: x + wide / 2, top: y - tall / 2, bottom: y + tall / 2 };
    const free = own.left > 0 && own.right < width && own.top > 0 && own.bottom < height
      && taken.every((one) => own.right < one.left || own.left > one.right || own.bottom < one.top || own.top > one.bottom);
    if (!free) return [];
    taken.push(own);
    return [svg("text", { class: className, x, y, "text-anchor": "middle", "dominant-baseline": "central" }, text)];
  }

  /** An edge with its numbers; `place` says where a value lies on it, `beyond` one a little outside. */
  function edge(i, place, beyond, titled) {
    const [start, end] = box[i].map((at) => pixels(place(at)));
    const way = (at) => {
      const [[ax, ay], [bx, by]] = [pixels(place(at)), pixels(beyond(at))];
      const length = Math.hypot(bx - ax, by - ay) || 1;
      return [(bx - ax) / length, (by - ay) / length];
    };
    const lines = ticks[i].map(({ at }) => {
      const [[x, y], [dx, dy]] = [pixels(place(at)), way(at)];
      return `M${x} ${y}l${dx * TICK} ${dy * TICK}`;
    });
    return [
      svg("path", { class: "space-axis", d: `M${start}L${end}${lines.join("")}` }),
      ...titled(way),
      ...ticks[i].flatMap(({ at, label }) => words(label, pixels(place(at)), way(at), "tick-label")),
    ];
  }

  const corners = [[near[0], far[1]], [far[0], near[1]]];
  const left = corners.reduce((one, other) => (pixels([...other, bottom])[0] < pixels([...one, bottom])[0] ? other : one));
  const [mx, my] = box.slice(0, 2).map(([from, to]) => (from + to) / 2);
  const more = (value, middle) => value + (value - middle) * OUT;
  /** Along a lower edge, beyond its numbers: in the middle, where else there is room, or past its end. */
  const under = (i, place) => (way) => {
    for (const share of SHARES) {
      const at = near[i] + share * (far[i] - near[i]);
      const parts = words(titles[i], pixels(place(at)), way(at), "axis-title", GAP + 1.6 * em);
      if (parts.length) return parts;
    }
    const [[ax, ay], [bx, by]] = [near[i], far[i]].map((at) => pixels(place(at)));
    const length = Math.hypot(bx - ax, by - ay) || 1;
    return words(titles[i], [bx, by], [(bx - ax) / length, (by - ay) / length], "axis-title", GAP + 1.6 * em);
  };
  const along = [(x) => [x, near[1], bottom], (y) => [near[0], y, bottom], (z) => [...left, z]];
  return [
    ...edge(2, along[2], (z) => [more(left[0], mx), more(left[1], my), z], () => words(titles[2], pixels(along[2](box[2][1])), [0, -1], "axis-title")),
    ...edge(0, along[0], (x) => [x, outside(1), bottom], under(0, along[0])),
    ...edge(1, along[1], (y) => [outside(0), y, bottom], under(1, along[1])),
  ];
}
