/** What a Newton step costs as parameters grow: measured on the reader's own machine, read off for any number of them. */
import { button, dial, head } from "../bench/dial.js";
import { around, createPlate, line, spot } from "../bench/plate.js";
import { make } from "../controls.js";
import { svg } from "../look.js";
import { pretty } from "../numbers.js";
import { SIZES, exponent, faster, gradientBytes, hessianBytes, inBytes, inTime, lasting } from "../traces/price.js";
import { t } from "../words.js";

const MILLION = 1e6;
const RANGE = { low: 100, high: 1e9 };
const AXIS = { from: 2, to: 9, ticks: "log", title: "n" };
const ROWS = ["memory", "gradient", "time", "power", "largest"];
const TIMES = [["s", 1], ["y", 31557600], ["age", 4.35e17]]; // seconds that everyone knows, to compare with
const LAPTOP = 16 * 1024 ** 3; // bytes

const bytes = (count) => {
  const { value, unit } = inBytes(count);
  return `${pretty(value, 4)} ${unit}`;
};
const time = (seconds) => {
  const { value, unit } = inTime(seconds);
  return Number.isFinite(value) ? t(`price.in-${unit}`, { value: pretty(value) }) : "–";
};

export function mount(place) {
  let chosen = MILLION;
  let measured = [];
  let worker = null;

  const cells = Object.fromEntries(ROWS.map((key) => [key, make("dd", { "data-testid": `price-${key}` }, "–")]));
  const rows = make("dl", { className: "instrument-rows" }, ...ROWS.map((key) => make("div", { className: `price-${key}` }, make("dt", {}, t(`price.${key}`)), cells[key])));
  const plates = Object.fromEntries(["here", "times", "memories"].map((key) => [key, createPlate(`price-${key}-chart`, t(`price.${key}`))]));
  const notes = ["measuring", "measured", "failed"].map((key) => make("p", { className: "note" }, t(`price.${key}`)));
  const said = make("div", { className: "instrument-notes", role: "status", "data-testid": "price-status" }, ...notes);
  const say = (now) => notes.forEach((note, i) => note.classList.toggle("told", i === now));
  const again = button(t("price.again"), "price-again", measure);
  const choice = dial("price-n", t("price.n"), { ...RANGE, log: true, symbol: "n" }, chosen, (value) => {
    chosen = Math.round(value);
    show();
  });
  place.replaceChildren(...head(t("price.title"), t("price.lead")), choice, rows, said, again,
    ...Object.entries(plates).flatMap(([key, { element }]) => [make("p", { className: "plate-title" }, t(`price.${key}`)), element]));

  function measure() {
    if (worker) return;
    measured = [];
    again.setAttribute("aria-disabled", "true");
    say(0);
    worker = new Worker(new URL("../bench/price-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      if (data) measured = faster(measured, data);
      else end(1);
      show();
    });
    worker.addEventListener("error", () => end(2));
  }

  function end(note) {
    worker?.terminate();
    worker = null;
    again.removeAttribute("aria-disabled");
    say(note);
  }

  function show() {
    const last = measured.at(-1);
    const power = exponent(measured);
    const told = {
      memory: bytes(hessianBytes(chosen)),
      gradient: bytes(gradientBytes(chosen)),
      time: time(lasting(measured, chosen)),
      power: t("price.theory", { power: Number.isFinite(power) ? power.toFixed(2) : "–" }),
      largest: last ? t("price.at", { n: last.n, time: time(last.seconds) }) : "–",
    };
    for (const key of ROWS) cells[key].textContent = told[key];
    near();
    far(plates.times, (n) => lasting(measured, n), TIMES.map(([unit, seconds]) => [t(`price.one-${unit}`), seconds]));
    far(plates.memories, hessianBytes, [[t("price.laptop"), LAPTOP]]);
    plates.times.say(`${t("price.times")}: ${told.time}`);
    plates.memories.say(`${t("price.memories")}: ${told.memory}`);
  }

  /** The times that were measured, and the line of theory through the largest. */
  function near() {
    const logs = measured.map(({ n, seconds }) => [Math.log10(n), Math.log10(seconds)]);
    const ends = [SIZES[0] / 1.2, SIZES.at(-1) * 1.2].map((n) => [Math.log10(n), Math.log10(lasting(measured, n))]);
    const heights = logs.length ? around([...logs, ...ends].map(([, y]) => y), 0) : { from: -5, to: 0 };
    const marks = [50, 100, 200, 400, 800].map((n) => ({ at: Math.log10(n), label: String(n) }));
    plates.here.show({ from: ends[0][0], to: ends[1][0], ticks: marks, title: "n" }, { ...heights, ticks: "log" }, ({ x, y }) => [
      line(ends.map(([n, seconds]) => [x(n), y(seconds)]), "tangent"),
      ...logs.flatMap(([n, seconds]) => spot([x(n), y(seconds)], "curve-spot")),
    ]);
  }

  /** What `cost` makes of n up to a billion; `known` are amounts that everyone knows, by name. */
  function far(plate, cost, known) {
    const [from, to] = [RANGE.low, RANGE.high].map((n) => Math.log10(cost(n)));
    const heights = Number.isFinite(from) ? { from: Math.floor(from), to: Math.ceil(to) + 4 } : { from: -4, to: 18 };
    plate.show(AXIS, { ...heights, ticks: "log" }, ({ x, y, width, height }) => [
      ...known.flatMap(([words, amount]) => [
        svg("path", { class: "known-line", d: `M0 ${y(Math.log10(amount))}H${width}` }),
        svg("text", { class: "known", x: 4, y: y(Math.log10(amount)) - 4 }, words),
      ]),
      line([[x(2), y(from)], [x(9), y(to)]], "tangent"),
      svg("path", { class: "turned-line", d: `M${x(Math.log10(chosen))} 0V${height}` }),
      ...spot([x(Math.log10(chosen)), y(Math.log10(cost(chosen)))], "turned-spot", 5.5),
    ]);
  }

  show();
  measure();
  return () => {
    worker?.terminate();
    Object.values(plates).forEach(({ stop }) => stop());
  };
}
