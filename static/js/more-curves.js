/** The curves that the race on the page has to offer, and how far each one reaches. */
import { entry, family, filled, numeric } from "./catalogue.js";
import { createRanges } from "./ranges.js";
import { curvesOf, drivenIn } from "./traces/curves.js";
import { linearExtent, logExtent } from "./traces/extents.js";
import { sentence, t } from "./words.js";

/** What a curve is called. */
export const curveName = ({ key, setting }) => (setting ? sentence(t("curve.setting", { name: setting })) : t(`curve.${key}`));

/** The curves of a race: {runs} of the spec, {ids, series} of the race, the minima of its ground. */
export function offered({ runs }, race, minima) {
  const driven = drivenIn(runs).map((name) => ({ name, log: settingOf(name).log, steady: (series) => constant(runs, race, series, name) }));
  return curvesOf(minima, driven);
}

const settingOf = (name) => family("optimizers").flatMap(numeric).find((setting) => setting.name === name);

function constant(runs, race, series, name) {
  const run = runs.find(({ look }) => look.id === race.ids[race.series.indexOf(series)]);
  return run ? (filled(entry("optimizers", run.optimizer.kind), run.optimizer)[name] ?? NaN) : NaN;
}

/** Works curves out as their race comes in. @returns of(curve, all series) -> {column, extent}; the extent is null where nothing can be drawn */
export function createCurveColumns() {
  const ranges = createRanges();
  return {
    of(curve, all) {
      const column = curve.column ?? `curve.${curve.key}`;
      const drawn = (series, i) => {
        const value = curve.value(series, i);
        return curve.signed && value <= 0 ? NaN : value;
      };
      const keep = (value) => Number.isFinite(value) && (!curve.log || value > 0);
      const reaches = all.map((series) => {
        if (!curve.column) series.derive(column, drawn);
        return ranges.of(series, column, keep, column, series.count - (curve.update ? 1 : 0));
      });
      const told = curve.calm ? reaches.filter((_, k) => all[k].result?.status !== "diverged") : reaches;
      return { column, extent: curve.log ? logExtent(reaches, curve.decades) : linearExtent(told.length ? told : reaches) };
    },
  };
}
