/** What the surface is like at the place that is looked at: slope, curvatures, and the rate plain descent survives there. */
import { make } from "../controls.js";
import { startLooking } from "../here.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";

const ROWS = ["value", "grad", "norm", "eigenvalues", "condition", "shape", "lr"];
const NOTES = ["limit", "limit-downhill", "no-limit", "no-value"];

const number = (value) => pretty(value ?? NaN); // what does not exist travels as null
const both = (values) => values.map(number).join(", ");

/** Every row in words. */
function told({ value, grad, grad_norm: norm, eigenvalues, condition, shape, largest_lr: lr }) {
  return {
    value: number(value),
    grad: `(${both(grad)})`,
    norm: number(norm),
    eigenvalues: both(eigenvalues),
    condition: number(condition ?? (eigenvalues.some(Boolean) ? Infinity : NaN)),
    shape: shape ? t(`here.shape-${shape}`) : "–",
    lr: number(lr),
  };
}

function noteOf({ value, eigenvalues: [, low], largest_lr: lr }) {
  if (value === null) return "no-value";
  if (lr === null) return "no-limit";
  return low < 0 ? "limit-downhill" : "limit";
}

export function mount(element, store) {
  const where = make("span", { className: "count", "data-testid": "here-where" });
  const cells = Object.fromEntries(ROWS.map((key) => [key, make("dd", { "data-testid": `here-${key}` }, "–")]));
  const notes = NOTES.map((key) => make("p", { className: "note" }, t(`here.${key}`)));
  element.replaceChildren(
    make("h2", { className: "panel-title" }, t("here.title"), " ", where),
    make("dl", { className: "here-rows" }, ...ROWS.map((key) => make("div", {}, make("dt", {}, t(`here.${key}`)), cells[key]))),
    make("div", { className: "here-notes", "data-testid": "here-note" }, ...notes));

  function show() {
    const { here } = store.data;
    if (!here) return;
    const [x, y] = here.at.map((part) => pretty(part, 4));
    where.textContent = t(here.cursor ? "here.at-cursor" : "here.at-start", { x, y });
    for (const [key, text] of Object.entries(told(here))) cells[key].textContent = text;
    notes.forEach((note, i) => note.classList.toggle("told", NOTES[i] === noteOf(here)));
  }

  const quit = store.on("data", (_data, patch) => "here" in patch && show());
  const looking = startLooking(store, () => element.checkVisibility());
  const watcher = new ResizeObserver(looking.look); // a lecture may hide the panel and bring it back
  watcher.observe(element);
  return () => {
    quit();
    watcher.disconnect();
    looking.stop();
  };
}
