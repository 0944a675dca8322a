/** What recorded trainings say epoch by epoch, as figures of a study: what learns is solid, what judges dashed. */
import { unpacked } from "../arrays.js";
import { COLOURS, dashOf } from "../look.js";
import { lang, t } from "../words.js";

const LAYERS = 8; // of a recording that are drawn
const JUDGING = "5 4";

const text = (words) => ({ [lang]: words });
const tone = (slot) => `--tone:var(--run-${slot % COLOURS})`;
const series = (column, title) => ({ column, role: "line", title: text(title), to: "", names: [], like: "", slot: null });
const axis = (title, more = {}) => ({ column: "", title: text(title), symbol: "", log: false, ends: null, names: [], titles: {}, ...more });

/** A figure {figure, looks, found} of lines [{title, values, style, slot}]; null where there are none. */
function charted(name, title, across, up, lines, marks = []) {
  if (!lines.length) return null;
  const length = Math.max(...lines.map(({ values }) => values.length));
  const columns = { across: Array.from({ length }, (_, i) => i) };
  lines.forEach(({ values }, i) => (columns[`line-${i}`] = Array.from({ length }, (_, at) => values[at] ?? null)));
  const figure = { name, title: text(title), across: axis(across, { column: "across" }), up, bands: [], series: lines.map((one, i) => series(`line-${i}`, one.title)) };
  return { figure, looks: lines.map(({ style, slot }) => ({ style, slot })), found: { columns: { [name]: columns }, marks: { [name]: marks }, busy: false } };
}

/** Loss, accuracy and the distance from the plane of all recordings, and the gradients of the layers of each. */
export function chartsOf(recordings) {
  const both = (what) => recordings.flatMap(({ name, slot, told }) => ["train", "validation"].flatMap((part) => {
    const values = told.curves[`${part}_${what}`];
    const style = `${tone(slot)};stroke-dasharray:${part === "train" ? "none" : JUDGING}`;
    return values ? [{ title: t(`own.${part}`, { name }), values, style, slot }] : [];
  }));
  const broken = recordings.filter(({ told }) => told.diverged !== null).map(({ name, told }) => ({ at: told.diverged, title: text(t("own.broke", { name })) }));
  const away = recordings.flatMap(({ name, slot, told: { path } }) => (path?.away ? [{ title: name, values: path.away, style: `${tone(slot)};stroke-dasharray:none`, slot }] : []));
  return [
    charted("own-loss", t("own.loss"), t("own.epoch"), axis(t("own.loss-axis"), { log: true }), both("loss"), broken),
    charted("own-accuracy", t("own.accuracy"), t("own.epoch"), axis(t("own.share"), { ends: [0, 1] }), both("accuracy")),
    charted("own-away", t("own.away"), t("own.point"), axis(t("own.away-axis")), away),
    ...recordings.map(layersOf),
  ].filter(Boolean);
}

function layersOf({ id, name, told: { gradients } }) {
  const lines = evenly(gradients ?? []).map((layer, i) => ({ title: layer.name, values: known(layer.norms), style: `${tone(i)};stroke-dasharray:${dashOf(i).join(" ") || "none"}`, slot: i }));
  return charted(`own-layers-${id}`, t("own.layers", { name }), t("own.epoch"), axis(t("own.norm"), { log: true }), lines);
}

const known = (packed) => Array.from(unpacked(packed), (value) => (Number.isFinite(value) ? value : null));

/** At most `LAYERS` of them, the first and the last among them. */
function evenly(layers) {
  const count = Math.min(LAYERS, layers.length);
  return Array.from({ length: count }, (_, i) => layers[count > 1 ? Math.round((i * (layers.length - 1)) / (count - 1)) : 0]);
}
