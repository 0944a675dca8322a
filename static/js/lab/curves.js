/** The best so far of every strategy against what it has spent, with the spread over repeats, and where the player stands. */
import { createPlate, line } from "../bench/plate.js";
import { make } from "../controls.js";
import { COLOURS, dashOf, svg, swatch, typeSize } from "../look.js";
import { ticksOf } from "../traces/scale.js";
import { say, t } from "../words.js";
import { lows, shareOn } from "./heights.js";
import { short } from "./moment.js";
import { scored, trainings } from "./words.js";

const number = (value) => (value === null ? NaN : value);

/** @returns {element, show(search, moment), stop()} */
export function createCurves() {
  const plate = createPlate("lab-curves", t("search.curves"));
  const plot = plate.element.querySelector(".plot");
  const note = make("p", { className: "note" });
  const up = make("p", { className: "study-axis" });
  const tip = make("div", { "className": "study-tip", "aria-hidden": "true", "data-fleeting": "", "hidden": true });
  const stage = make("div", { className: "study-plot lab-curves" }, plate.element, tip);
  const element = make("figure", { className: "study-figure" }, make("h3", { className: "study-figure-title" }, t("search.curves")), up, stage, make("p", { className: "study-axis study-across" }, t("search.spent")), note);
  const moving = svg("g");
  let shown = null;
  let drawnOn = null; // the scales in pixels
  let pointed = null; // epochs

  /** What a strategy has after so many epochs: the place in its curve, or -1. */
  const at = (curve, moment) => (moment > end(curve, shown.search) ? -1 : curve.spent.findLastIndex((one) => one <= moment));

  /** What stays as it is while the player runs; then what goes with it. */
  function draw() {
    if (!shown) return;
    const { search } = shown;
    const { about, curves } = search;
    const wide = lows(search);
    const ticks = (count) => (wide ? ticksOf(wide, count).map(({ share, label }) => ({ at: share, label })) : []);
    plate.show({ from: 0, to: about.budget / about.epochs, ticks: "linear" }, { from: 0, to: 1, ticks }, ({ x, height }) => {
      const y = (value) => (wide && Number.isFinite(value) ? height * (1 - Math.min(1.1, shareOn(wide, value))) : NaN);
      const px = (spent) => x(spent / about.epochs);
      const drawn = curves.flatMap((curve, slot) => (curve ? [{ slot, ...stairs(curve, end(curve, search)) }] : []));
      drawnOn = { px, y, height, r: 0.28 * typeSize().em };
      follow();
      return [
        ...(about.repeats > 1 ? drawn.map(({ slot, spent, low, high }) => styled(svg("path", { class: "study-spread", d: area(spent.map(px), low.map(y), high.map(y)) }), slot, "none")) : []),
        ...drawn.map(({ slot, spent, middle }) => styled(line(spent.map((one, i) => [px(one), y(middle[i])]), "study-line"), slot, dashOf(slot).join(" ") || "none")),
        moving,
      ];
    });
  }

  /** Where the player or the pointer stands. */
  function follow() {
    if (!drawnOn) return;
    const { px, y, height, r } = drawnOn;
    const { search: { curves }, moment } = shown;
    const read = pointed ?? moment;
    moving.replaceChildren(
      svg("path", { class: "study-cursor", d: `M${px(read)} 0V${height}` }),
      ...curves.flatMap((curve, slot) => {
        const up = y(curve?.middle[at(curve, read)] ?? NaN); // none either where curves came while nobody saw them: they are not drawn yet
        return Number.isFinite(up) ? [styled(svg("circle", { class: "study-dot", cx: px(read), cy: Math.min(height, up), r }), slot, "none")] : [];
      }));
    tell();
  }

  function tell() {
    tip.hidden = pointed === null || !shown;
    if (tip.hidden) return;
    const { about, curves } = shown.search;
    tip.classList.toggle("left", pointed > about.budget / 2);
    tip.replaceChildren(make("p", {}, t("search.after", { spent: trainings(pointed, about.epochs) })), ...curves.flatMap((curve, slot) => {
      const value = curve?.middle[at(curve, pointed)] ?? null;
      return curve ? [make("p", {}, swatch(slot), say(about.strategies[slot].title), make("b", {}, value === null ? "–" : scored(value, about)))] : [];
    }));
  }

  stage.addEventListener("pointermove", ({ clientX, pointerType }) => {
    if (pointerType === "touch" || !shown) return;
    const { left, width } = plot.getBoundingClientRect();
    const { budget } = shown.search.about;
    pointed = Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * budget);
    follow();
  });
  stage.addEventListener("pointerleave", () => {
    pointed = null;
    follow();
  });

  return {
    element,
    show(search, moment) {
      const same = shown?.search === search;
      shown = { search, moment };
      if (same) return follow();
      up.textContent = say(search.about.measure.title) + (search.about.measure.unit ? `, ${say(search.about.measure.unit)}` : "");
      const spread = search.about.repeats > 1 ? t(search.about.band < 1 ? "search.band" : "search.band-of-all", { repeats: search.about.repeats }) : t("search.one-repeat");
      note.textContent = [spread, short(search) ? t("search.only-whole") : ""].filter(Boolean).join(" ");
      return draw();
    },
    stop: () => plate.stop(),
  };
}

const styled = (element, slot, dash) => {
  element.setAttribute("style", `--tone:var(--run-${slot % COLOURS});stroke-dasharray:${dash}`);
  return element;
};

/** Where a curve ends: where its strategy has come to, and once all is over, at the end of the budget. */
const end = ({ spent }, { about, summary }) => (summary ? about.budget : spent.at(-1));

/** A best holds until a better one comes, and to the end. */
function stairs({ spent, low, middle, high }, last) {
  const stepped = (values) => values.flatMap((value, i) => (i ? [number(values[i - 1]), number(value)] : [number(value)]));
  const ends = (values) => [...stepped(values), number(values.at(-1))];
  return { spent: [...spent.flatMap((one, i) => (i ? [one, one] : [one])), last], low: ends(low), middle: ends(middle), high: ends(high) };
}

/** Between two heights; what is beyond all bounds ends at the top. */
function area(places, lows, highs) {
  const known = places.flatMap((x, i) => (Number.isFinite(lows[i]) ? [[x, lows[i], Number.isFinite(highs[i]) ? highs[i] : 0]] : []));
  const point = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const around = [...known.map(([x, low]) => point(x, low)), ...known.toReversed().map(([x, , high]) => point(x, high))];
  return around.length ? `M${around.join("L")}Z` : "";
}
