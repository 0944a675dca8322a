/** A sweep over one number: its curves, how wide each is good, and every run in small. */
import { drawAxes } from "../axes.js";
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { drawn, heightOf, placed } from "../sweep/marks.js";
import { spotter, strand } from "../sweep/strand.js";
import { shareOf, ticksOf } from "../traces/scale.js";
import { t } from "../words.js";
import { drawBars } from "./bars.js";
import { createDetail } from "./detail.js";
import { linesLegend } from "./legend.js";
import { scalesOf } from "./scales.js";
import { createSmall } from "./small.js";
import { axisName, ring } from "./sweep.js";
import { uprightNotes, uprightStyle } from "./theory.js";
import { measureName } from "./words.js";

const APART = 9; // pixels between points, below which only the line is drawn
const RING = 6.5; // pixels from the middle of the best point
const NAMED = 3; // lines of theory that have their names above them; more of them are told apart in the list alone
const STEEP = 4; // how much nearer a point is that stands above the pointer than one beside it

/** As `createPlanes`; of a spot the run counts as well as the cell. */
export function createLines(cursor, again) {
  const over = svg("svg", { class: "map-over", "aria-hidden": "true" });
  const needle = svg("svg", { "class": "map-over", "aria-hidden": "true", "data-fleeting": "" });
  const plot = make("div", { className: "map-plot map-curves sweep", tabIndex: 0, role: "application", "data-testid": "map-plot" }, over, needle);
  const notes = make("ul", { className: "map-theory" });
  const bars = make("div", { className: "map-bars", "data-testid": "map-bars" });
  const detail = createDetail();
  const small = createSmall(cursor);
  const unfold = make("button", { type: "button", className: "quiet map-unfold", "aria-expanded": "false", "data-fleeting": "" }, t("map.every-run"));
  unfold.addEventListener("click", () => unfold.setAttribute("aria-expanded", String(small.element.toggleAttribute("data-unfolded"))));
  const element = make("div", { className: "map-lines" }, make("div", { className: "map-main" }, plot, bars, notes), make("div", { className: "map-aside" }, detail.element, unfold, small.element));
  const watcher = new ResizeObserver(again);
  for (const one of [plot, detail.element, small.element]) watcher.observe(one);
  let map = null;
  let spots = []; // for each run the pixels of its points, null where none has come
  let box = null;
  let scales = null;

  cursor.listen(plot, 0, nearest, { first: () => map.verdict?.runs[0].best?.cell ?? 0, shape: () => [map.about.x[0].length, 1], next });

  function show(nextMap) {
    map = nextMap;
    scales = scalesOf(map);
    const { em } = typeSize();
    const { about } = map;
    const { across, up, lines, looks } = scales;
    const band = 1.5 * em; // for what has no height
    box = { left: 3.8 * em, width: plot.clientWidth - 4.8 * em };
    const px = (value) => box.left + shareOf(across, value) * box.width;
    const theory = about.theory ?? [];
    const named = theory.length <= NAMED;
    const marks = placed(theory.map((one) => ({ at: one.points[0][0], name: named ? one.name : null, style: uprightStyle(one, looks[one.run].colour) })), px, box, em);
    box.top = Math.max(named ? heightOf(marks, em) : 0, 1.2 * em) + band + 0.4 * em;
    box.height = plot.clientHeight - box.top - 2.8 * em;
    if (box.width < 10 || box.height < 10) return [];
    plot.style.setProperty("--tall", `${plot.clientHeight}px`); // as high in a picture that is taken away
    const spot = spotter(up ?? { low: 0, high: 1 }, box, band);
    spots = lines.map((values, run) => values.map((value, cell) => {
      const at = spot(value);
      return at && [px(about.x[run][cell]), at[0] ?? box.top];
    }));
    const tick = ({ share, label }) => ({ at: share, label });
    const ground = svg("g");
    drawAxes(ground, box,
      { ticks: ticksOf(across, box.width / (4.2 * em)).map(tick), place: (at) => at * box.width },
      { ticks: up ? ticksOf(up, box.height / (1.9 * em)).map(tick) : [], place: (at) => (1 - at) * box.height }, { grid: true });
    over.replaceChildren(svg("rect", { class: "map-paper", x: box.left, y: box.top, width: box.width, height: box.height }), ground,
      svg("path", { class: "sweep-band", d: `M${box.left} ${box.top - band}h${box.width}` }),
      ...drawn(named ? marks : marks.map((mark) => ({ ...mark, row: 0 })), box.top - band, box.top + box.height, em),
      ...lines.flatMap((values, run) => strand(values, { place: (cell) => px(about.x[run][cell]), spot, look: looks[run],
        dotted: box.width > APART * values.length, aside: (run - (lines.length - 1) / 2) * Math.min(9, 18 / lines.length) })),
      ...map.runs.flatMap((_, run) => best(run)),
      svg("text", { class: "axis-title", "text-anchor": "middle", x: box.left + box.width / 2, y: box.top + box.height + 2.4 * em }, axisName(about.axes[0])),
      svg("text", { class: "axis-title", x: 0.4 * em, y: em }, measureName(about)));
    notes.replaceChildren(...uprightNotes(theory, map.runs, looks));
    drawBars(bars, map, scales, box, px);
    plot.setAttribute("aria-label", t("map.keys-line"));
    const curved = map.runs.some(({ curves }) => curves?.size);
    element.toggleAttribute("data-curved", curved);
    if (curved) small.show(map, scales);
    look(cursor.spot());
    return linesLegend(map, scales);
  }

  /** A ring about the best point of a run, once it is known. */
  function best(run) {
    const cell = map.verdict?.runs[run]?.best?.cell;
    const spot = cell !== undefined && spots[run][cell];
    return spot ? [ring(spot, RING)] : [];
  }

  /** What the large curve shows while nothing is pointed at: the best of the first run. */
  const usual = () => ({ run: 0, cell: map.verdict?.runs[0].best?.cell ?? Math.floor(map.about.x[0].length / 2) });

  function look(spot) {
    const at = spot && spots[spot.run]?.[spot.cell];
    needle.replaceChildren(...(at ? [svg("path", { class: "sweep-chosen", d: `M${at[0]} ${box.top}V${box.top + box.height}` }),
      svg("circle", { class: "map-head", cx: at[0], cy: at[1], r: 6.5, style: `--tone:${scales.looks[spot.run].colour}` })] : []));
    if (!map || !element.hasAttribute("data-curved")) return;
    small.look(spot ?? usual());
    detail.show(map, scales, spot ?? usual());
  }

  function nearest(x, y) {
    let [found, least] = [null, Infinity];
    spots.forEach((places, run) => places.forEach((at, cell) => {
      const far = at ? STEEP * (at[0] - x) ** 2 + (at[1] - y) ** 2 : Infinity;
      if (far < least) [found, least] = [{ run, cell }, far];
    }));
    return found;
  }

  /** Left and right along a run, up and down to another run near the same value. */
  function next({ run, cell }, key) {
    const last = spots[run].length - 1;
    const ways = { ArrowLeft: [run, cell - 1], ArrowRight: [run, cell + 1], Home: [run, 0], End: [run, last], ArrowUp: [run - 1, null], ArrowDown: [run + 1, null] };
    if (!ways[key]) return null;
    const [to, at] = ways[key];
    if (at !== null) return { run, cell: Math.min(last, Math.max(0, at)) };
    if (!spots[to]) return { run, cell };
    const value = map.about.x[run][cell];
    const apart = map.about.x[to].map((one) => Math.abs(shareOf(scales.across, one) - shareOf(scales.across, value)));
    return { run: to, cell: apart.indexOf(Math.min(...apart)) };
  }

  return { element, show, look, spots: (spot) => [spot], stop: () => watcher.disconnect() };
}
