/** The window onto the surface: which part is seen, and where its points lie in pixels. */

/** The linear map of a range on a plot: pixel = a * value + b. */
export function mapOf([x0, x1, y0, y1], width, height) {
  const ax = width / (x1 - x0);
  const ay = -height / (y1 - y0);
  return { ax, bx: -ax * x0, ay, by: -ay * y1 };
}

export const toPixels = ({ ax, bx, ay, by }, [x, y]) => [ax * x + bx, ay * y + by];
export const toPlace = ({ ax, bx, ay, by }, px, py) => [(px - bx) / ax, (py - by) / ay];

const WIDEST = 3; // a domain that must be widened more than this keeps a scale for each axis

/** The domain, widened in one direction to the plot's aspect: a gradient is seen perpendicular to its contour. */
export function fitted(domain, aspect) {
  const [x0, x1, y0, y1] = domain;
  const stretch = (aspect * (y1 - y0)) / (x1 - x0);
  if (!(Math.max(stretch, 1 / stretch) <= WIDEST)) return domain;
  const widened = (from, to, by) => [(from + to - (to - from) * by) / 2, (from + to + (to - from) * by) / 2];
  return [...widened(x0, x1, Math.max(1, stretch)), ...widened(y0, y1, Math.max(1, 1 / stretch))];
}

/** The range after the picture moved by pixels. */
export function panned([x0, x1, y0, y1], dx, dy, width, height) {
  const sx = (dx / width) * (x1 - x0);
  const sy = (dy / height) * (y1 - y0);
  return [x0 - sx, x1 - sx, y0 + sy, y1 + sy];
}

/** The range widened by `factor` about a place; not beyond what a grid can show. */
export function zoomed([x0, x1, y0, y1], factor, [x, y], [d0, d1]) {
  const width = (x1 - x0) * factor;
  if (width < (d1 - d0) * 1e-6 || width > (d1 - d0) * 100) return [x0, x1, y0, y1];
  return [x + (x0 - x) * factor, x + (x1 - x) * factor, y + (y0 - y) * factor, y + (y1 - y) * factor];
}

const CLOSEST = 2e-6; // of a domain's width: nearer, neighbouring numbers would be seen

/** The range in which the way between two places fills a good part of the plot. */
export function around([ax, ay], [bx, by], aspect, [d0, d1]) {
  const half = Math.max(1.5 * Math.hypot(bx - ax, by - ay), ((d1 - d0) * CLOSEST) / 2);
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
  const [wide, high] = [half * Math.max(1, aspect), half * Math.max(1, 1 / aspect)];
  return [x - wide, x + wide, y - high, y + high];
}

/** A place with no more digits than the window shows. */
export function rounded([x, y], [x0, x1, y0, y1]) {
  const round = (value, span) => {
    const digits = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(span))));
    return Number(value.toFixed(digits)) || 0;
  };
  return [round(x, x1 - x0), round(y, y1 - y0)];
}

/** The range with short numbers: its edges rounded outward by a tenth of it at most. */
export function outward([x0, x1, y0, y1]) {
  const pair = (low, high) => {
    const digits = 1 - Math.floor(Math.log10(high - low)); // of the step of the edges, behind the point
    const step = 10 ** -digits;
    const tidy = (count) => Number((count * step).toFixed(Math.max(0, digits))) || 0;
    return [tidy(Math.floor(low / step + 1e-6)), tidy(Math.ceil(high / step - 1e-6))];
  };
  return [...pair(x0, x1), ...pair(y0, y1)];
}

/** The CSS transform that makes a picture drawn for one range look like another. */
export function transformBetween(drawn, wanted, width, height) {
  const sx = (drawn[1] - drawn[0]) / (wanted[1] - wanted[0]);
  const sy = (drawn[3] - drawn[2]) / (wanted[3] - wanted[2]);
  const [dx, dy] = toPixels(mapOf(wanted, width, height), [drawn[0], drawn[3]]);
  return `translate(${dx}px, ${dy}px) scale(${sx}, ${sy})`;
}
