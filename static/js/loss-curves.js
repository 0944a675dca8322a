/** The curves of the loss: of a race that is repeated the median within its band, over the thin line of the first repeat. */
import { make } from "./controls.js";
import { lossesOf } from "./repeats.js";
import { t } from "./words.js";

/** @param runs [{series, stroke, gap, ...}] @param xs the column along the axis @returns curves as a chart draws them */
export function lossCurves(runs, xs) {
  const repeated = runs.filter(({ series }) => lossesOf(series) !== series);
  return [
    ...repeated.map((run) => ({ ...run, xs, ys: "loss", thin: true })),
    ...runs.map((run) => ({ ...run, series: lossesOf(run.series), xs, ys: "loss", banded: repeated.includes(run) })),
  ];
}

/** Every list that has to find room on the loss axis, as [list, column]. */
export const listsOf = (curves) => curves.flatMap(({ series, banded }) => (banded ? ["loss", "low", "high"] : ["loss"]).map((column) => [series, column]));

/** What the loss and another curve are called where a table or a sentence tells their numbers. */
export function captions({ seeds }, loss, curve) {
  return seeds.count > 1 ? [t("repeats.what", { ...seeds, what: loss }), t("repeats.first", { ...seeds, what: curve })] : [loss, curve];
}

/** What line and band mean. @returns {element, show(race)} */
export function createRepeatsNote() {
  const element = make("p", { className: "note", "data-testid": "repeats-note", hidden: true });
  return {
    element,
    show({ seeds }) {
      element.hidden = seeds.count === 1;
      element.textContent = element.hidden ? "" : t("repeats.curves", seeds);
    },
  };
}
