/** What the velocity of a run remembers: the gradients of its past, newest first, and their sum beside its last move. */
import { head } from "../bench/dial.js";
import { createPlate } from "../bench/plate.js";
import { entry, filled } from "../catalogue.js";
import { make } from "../controls.js";
import { inspectedRun } from "../inspect.js";
import { svg } from "../look.js";
import { pretty } from "../numbers.js";
import { shownStep } from "../player.js";
import { names } from "../runs.js";
import { bars, meaning, remembered, roof } from "../traces/memory.js";
import { t } from "../words.js";

const NEWEST = 20; // gradients that have a bar of their own
const [OLDER, SUM, MOVE] = [NEWEST, NEWEST + 2.5, NEWEST + 5]; // where the other bars stand
const ROWS = ["mu", "half", "gain", "full", "tenth", "sum", "velocity"];
const TICKS = [...[0, 5, 10, 15].map((at) => ({ at, label: String(at) })), ...[[SUM, "Σ"], [MOVE, "v"]].map(([at, label]) => ({ at, label }))];

const optimizerOf = (run) => filled(entry("optimizers", run.optimizer.kind), run.optimizer);
const remembers = (run) => run && "momentum" in optimizerOf(run);

export function mount(place, store) {
  const whose = make("span", { className: "count", "data-testid": "memory-run" });
  const [title, lead] = head(t("memory.title"), t("memory.lead"));
  title.append(" ", whose);
  const none = make("p", { className: "note", "data-testid": "memory-none" }, t("memory.none"));
  const cells = Object.fromEntries(ROWS.map((key) => [key, make("dd", { "data-testid": `memory-${key}` }, "–")]));
  const rows = make("dl", { className: "instrument-rows" }, ...ROWS.map((key) => make("div", { className: `memory-${key}` }, make("dt", {}, t(`memory.${key}`)), cells[key])));
  const plates = ["x", "y"].map((axis) => createPlate(`memory-${axis}`, t("memory.plate", { axis })));
  const notes = ["agrees", "differs"].map((key) => make("p", { className: "note" }, t(`memory.${key}`)));
  const body = make("div", {},
    ...plates.flatMap(({ element }, i) => [make("p", { className: "plate-title" }, t("memory.plate", { axis: "xy"[i] })), element]),
    rows, make("div", { className: "instrument-notes", "data-testid": "memory-note" }, ...notes));
  place.replaceChildren(title, lead, none, body);
  let skipped = false;

  /** The run that is looked into: the inspected one, else the first, among those with a momentum. */
  function chosen() {
    const inspected = inspectedRun(store);
    return remembers(inspected) ? inspected : store.spec.runs.find(remembers);
  }

  function show(frame) {
    const run = chosen();
    none.hidden = Boolean(run);
    body.hidden = lead.hidden = whose.hidden = !run;
    const { race } = store.data;
    const series = run && race?.series[race.ids.indexOf(run.look.id)];
    if (!series?.count) return;
    whose.textContent = names(store.spec.runs)[store.spec.runs.indexOf(run)];
    const { lr, momentum, form } = optimizerOf(run);
    const rule = { form, lr: (i) => series.lr?.[i] ?? lr, mu: (i) => series["settings.momentum"]?.[i] ?? momentum };
    const at = series.last(frame);
    const memory = remembered(series, at, rule);
    tell(rule.mu(Math.max(0, at - 1)), memory);
    plates.forEach((plate, axis) => paint(plate, memory, axis));
  }

  function tell(mu, memory) {
    const { half, gain, full, tenth } = meaning(mu);
    const both = (pair) => (pair ? `(${pair.map((part) => pretty(part, 4)).join(", ")})` : "–");
    const told = { mu: pretty(mu, 4), half: pretty(half), gain: `${pretty(gain, 4)} ×`, full: pretty(full), tenth: pretty(tenth), sum: both(memory?.sum), velocity: both(memory?.velocity) };
    for (const key of ROWS) cells[key].textContent = told[key];
    notes.forEach((note, i) => note.classList.toggle("told", Boolean(memory) && memory.agrees === (i === 0)));
  }

  /** Bars by age; what is older than they reach in one; all of them piled up, those below zero apart; the move itself. */
  function paint(plate, memory, axis) {
    const { newest, older } = bars(memory?.parts ?? [], axis, NEWEST);
    const all = [...newest, older];
    const piled = all.reduce(([up, down], value) => (value > 0 ? [up + value, down] : [up, down + value]), [0, 0]);
    const move = memory?.velocity[axis] ?? 0;
    const [up, down] = [Math.max(piled[0], move), Math.max(-piled[1], -move)].map((side) => roof(1.02 * side));
    plate.say(`${t("memory.plate", { axis: "xy"[axis] })}: ${pretty(memory?.sum[axis] ?? NaN)}, ${pretty(move)}`);
    plate.show({ from: -0.8, to: MOVE + 1.2, ticks: TICKS, title: "" }, { from: -down, to: up || (down ? 0 : 1), ticks: "linear" }, ({ x, y, width }) => {
      const bar = (at, from, to, className, wide = 0.8) =>
        svg("rect", { class: className, x: x(at - wide / 2), width: x(wide) - x(0), y: Math.min(y(from), y(to)), height: Math.abs(y(to) - y(from)) });
      const ends = [0, 0];
      const pile = all.map((value, age) => {
        const side = value > 0 ? 0 : 1;
        const from = ends[side];
        ends[side] += value;
        return bar(SUM, from, ends[side], age % 2 ? "part odd" : "part", 1.8);
      });
      return [
        svg("path", { class: "level-line", d: `M0 ${y(0)}H${width}` }),
        ...newest.map((value, age) => bar(age, 0, value, age % 2 ? "part odd" : "part")),
        ...(memory?.parts.length > NEWEST ? [bar(OLDER, 0, older, "part older")] : []),
        ...pile,
        bar(MOVE, 0, move, "moved", 1.8),
        svg("path", { class: "net", d: `M${x(SUM - 1.1)} ${y(ends[0] + ends[1])}H${x(MOVE + 1.1)}` }),
      ];
    });
  }

  const now = () => show(shownStep(store.view.frame, store.data.race));
  const stops = [
    store.on("frame", (frame) => {
      skipped = store.view.playing && !skipped; // every second frame is enough for what is read rather than watched
      if (!skipped) show(frame);
    }),
    store.on("spec", now),
    store.on("data", (_data, patch) => "race" in patch && now()),
    store.on("view", (_view, patch) => "inspected" in patch && now()),
    ...plates.map(({ stop }) => stop),
  ];
  now();
  return () => stops.forEach((stop) => stop());
}
