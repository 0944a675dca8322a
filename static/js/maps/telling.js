/** The last event of a map in sentences. */
import { pretty } from "../numbers.js";
import { tally } from "../traces/shades.js";
import { t } from "../words.js";
import { looksOf, lowest, placeWords, spotWords } from "./looks.js";
import { choices, mapOf, mapped } from "./question.js";
import { valuesTold } from "./words.js";

const STEP = 10; // the factor by which a logarithmic range is widened
const LABELS = 256;
const NAMED = 8; // places that have a line of their own
const LEAST = 0.001; // a share that is still told as a number

const percent = (share) => (share > 0 && share < LEAST ? t("maps.few") : t("maps.share", { percent: (100 * share).toFixed(1) }));

/**
 * Which share of the starts ends where: {heads, rows: [{label, shares}], restless, apart}; places in their order, of many
 * only the largest and always the lowest minimum; label null stands for all others together. `restless` are the shares that
 * never came to rest, wherever they are counted; null where none, or where nothing was to stop them. `apart` says how many
 * starts lead two runs to different minima.
 */
export function basinsTold({ runs, places, about, verdict }) {
  const counts = runs.map(({ basin }) => tally(basin));
  const size = runs[0].basin.length;
  const total = (label) => counts.reduce((sum, one) => sum + one[label], 0);
  const best = lowest(places);
  const labels = Array.from({ length: LABELS }, (_, label) => label).filter((label) => label === best || total(label));
  const found = labels.filter((label) => places[label]).sort((a, b) => (b === best) - (a === best) || total(b) - total(a));
  const named = new Set(found.slice(0, found.length === NAMED + 1 ? found.length : NAMED)); // "1 other place" is as long as its name
  const others = found.slice(named.size);
  const row = (label, all) => ({ label, shares: counts.map((one) => percent(all.reduce((sum, each) => sum + one[each], 0) / size)) });
  const rows = labels.filter((label) => !places[label] || named.has(label)).map((label) => row(label, [label]));
  if (others.length) rows.splice(named.size, 0, { ...row(null, others), count: others.length });
  const still = about.tolerance > 0 ? verdict.runs.map(({ restless }) => restless) : [];
  return { heads: runs, rows, restless: still.some(Boolean) ? still.map(percent) : null, apart: runs.length === 2 ? apart(runs, places, size) : "" };
}

/** Only starts from which both arrive are compared: who blew up or is on its way has ended at no other minimum. */
function apart([one, other], places, size) {
  const arrives = (label) => places[label]?.kind === "minimum";
  const both = Array.from(one.basin.keys()).filter((cell) => arrives(one.basin[cell]) && arrives(other.basin[cell]));
  const count = both.filter((cell) => one.basin[cell] !== other.basin[cell]).length;
  return both.length ? t(count ? "maps.apart" : "maps.alike", { percent: percent(count / size) }) : "";
}

/** What a label is called: "A (3, 2)", "diverged"; without one, all `count` other places. */
export function endName(places, { label, count }) {
  if (label === null) return t("maps.others", { count });
  const { letter, place, pattern } = looksOf(places)[label];
  if (letter) return `${letter} ${placeWords(place)}`;
  return place ? t(`maps.end-${place.kind}`, { place: spotWords(place) }) : t(`map.is-${pattern}`);
}

/**
 * How much room for error there is, in the terms of what is measured: on a plane the share alone, along a line the share,
 * the decades of it all on a logarithmic axis, and from where to where; of several pieces that around the best.
 */
function roomTold({ about, measure }, run, { share, low, high, pieces }) {
  const part = about.axes.length > 1 ? t("maps.of-map", { percent: percent(share) }) : wideTold(about, run, share);
  const told = [t(`maps.good-${measure}`, { part })];
  if (pieces?.length > 1) told.push(t("maps.in-pieces", { count: pieces.length, low: pretty(low[0]), high: pretty(high[0]) }));
  else if (pieces?.length) told.push(t(low[0] === high[0] ? "maps.in-value" : "maps.in-one", { low: pretty(low[0]), high: pretty(high[0]) }));
  return told.join(" ");
}

/** How wide a share of a line is: "43.7 % of the range, 1.2 decades". */
export function wideTold({ axes: [{ log }], x }, run, share) {
  const decades = log && share * Math.log10(x[run].at(-1) / x[run][0]);
  return t(log ? "maps.of-decades" : "maps.of-range", { percent: percent(share), decades: log && pretty(decades, 2) });
}

/** One run of a sweep: {best, edge, wider, room}; `wider` is what to change of the map so that the range goes on beyond the edge. */
export function sweepTold(map, run, spec) {
  const { about, verdict, measure } = map;
  const { best, edges = [], good, endless = 0 } = verdict.runs[run];
  const falls = endless ? [t("maps.endless", { count: endless })] : [];
  if (!best) return { best: falls[0] ?? t("maps.no-best"), edge: "", wider: null, room: "" };
  const named = ({ axis }) => valuesTold([about.axes[axis]], [best.values[axis]]);
  return {
    best: [t(`maps.best-${measure}`, { value: pretty(best.value), where: valuesTold(about.axes, best.values) }), ...falls].join(" "),
    edge: edges.length ? t("maps.edge", { where: edges.map(named).join(", ") }) : "",
    wider: widened(spec, edges),
    room: good ? roomTold(map, run, good) : "",
  };
}

/** The axes of the map with the ends moved on where the best lies, as far as the numbers allow; null where they do not. */
function widened(spec, edges) {
  const map = mapOf(spec);
  const own = mapped(spec).map((i) => spec.runs[i]);
  const patch = {};
  for (const { axis, end } of edges) {
    const key = "xy"[axis];
    const { setting } = choices({ ...spec, runs: own }).find(({ of }) => of === map[key].of);
    const now = { low: map[key].low ?? setting.low, high: map[key].high ?? setting.high };
    const way = end === "high" ? 1 : -1;
    const log = map[key].log ?? setting.log;
    const beyond = log ? now[end] * STEP ** way : now[end] + way * (now.high - now.low);
    const next = Math.min(setting.maximum, Math.max(log ? Math.max(setting.minimum, Number.MIN_VALUE) : setting.minimum, beyond));
    if (next !== now[end]) patch[key] = { ...map[key], [end]: Number(next.toPrecision(12)) };
  }
  return Object.keys(patch).length ? patch : null;
}
