/** The last event of a map in sentences. */
import { pretty } from "../numbers.js";
import { say, t } from "../words.js";
import { choices, mapOf, mapped } from "./question.js";

const STEP = 10; // the factor by which a logarithmic range is widened
const LABELS = 256;
const LEAST = 0.001; // a share that is still told as a number

const percent = (share) => (share > 0 && share < LEAST ? t("maps.few") : t("maps.share", { percent: (100 * share).toFixed(1) }));

/** How many cells carry each label. */
function counted(labels) {
  const counts = new Array(LABELS).fill(0);
  for (const label of labels) counts[label] += 1;
  return counts;
}

/**
 * Which share of the starts ends where: {heads, rows: [{label, shares}], apart}, the largest first.
 * `apart` says how many starts two runs lead to different places.
 */
export function basinsTold({ runs }) {
  const counts = runs.map(({ basin }) => counted(basin));
  const size = runs[0].basin.length;
  const total = (label) => counts.reduce((sum, one) => sum + one[label], 0);
  const labels = Array.from({ length: LABELS }, (_, label) => label).filter(total).sort((a, b) => total(b) - total(a));
  const rows = labels.map((label) => ({ label, shares: counts.map((one) => percent(one[label] / size)) }));
  return { heads: runs, rows, apart: runs.length === 2 ? apart(runs, size) : "" };
}

function apart([one, other], size) {
  const count = one.basin.reduce((sum, place, cell) => sum + Number(place !== other.basin[cell]), 0);
  return t(count ? "maps.apart" : "maps.alike", { percent: percent(count / size) });
}

/** What a label stands for: "A (3, 2)", "diverged". */
export function endName(places, label) {
  const place = places[label];
  if (place) return t(`maps.end-${place.kind}`, { place: `(${pretty(place.x)}, ${pretty(place.y)})` });
  return t({ 252: "maps.end-other", 253: "maps.end-diverged", 254: "maps.end-unsettled" }[label]);
}

/** Numbers with their names: "learning rate 0.01, momentum 0.9". */
const valuesTold = (axes, values) => axes.map(({ name, help }, i) => `${say(help).split(/[:;,]/)[0].trim() || name} ${pretty(values[i], 4)}`).join(", ");

/** One run of a sweep: {best, edge, wider, room}; `wider` is what to change of the map so that the range goes on beyond the edge. */
export function sweepTold(map, run, spec) {
  const { about, verdict, measure } = map;
  const { best, edges = [], good } = verdict.runs[run];
  if (!best) return { best: t("maps.no-best"), edge: "", wider: null, room: "" };
  const named = ({ axis }) => valuesTold([about.axes[axis]], [best.values[axis]]);
  return {
    best: t(`maps.best-${measure}`, { value: pretty(best.value), where: valuesTold(about.axes, best.values) }),
    edge: edges.length ? t("maps.edge", { where: edges.map(named).join(", ") }) : "",
    wider: widened(spec, edges),
    room: good ? t("maps.room", { percent: percent(good.share) }) : "",
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
