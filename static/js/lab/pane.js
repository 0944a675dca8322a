/** One strategy in the lab: its name, its plot, what of each axis it has tested; its trials are read with the pointer or the arrow keys. */
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { say, sentence, t } from "../words.js";
import { changing, write } from "./keeping.js";
import { createPlot } from "./plot.js";
import { createTip } from "./tip.js";
import { bestWords, testedWords, trialLines, trialWords } from "./words.js";

const NEAR = 16; // pixels from the middle of a dot
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** @param on {look(trial or null), open(trial)} @returns {element, plot, show(picture, about), look(number)} */
export function createPane(strategy, on) {
  const plot = createPlot(`lab-plot-${strategy}`);
  const name = make("h2", { className: "lab-name" });
  const found = make("p", { className: "lab-found", "data-testid": `lab-best-${strategy}` });
  const projection = make("p", { className: "lab-tested", "data-testid": `lab-tested-${strategy}` });
  const lacking = make("p", { className: "lab-tested" });
  const element = make("section", { className: "lab-pane", "data-testid": "lab-pane" }, name, plot.element, make("div", { className: "lab-said" }, found, projection, lacking));
  const told = changing();
  const tip = createTip(plot.element);
  let trials = [];
  let about = null;
  let held = null; // number of the trial that keys or a click have led to
  let pointed = null;

  const byNumber = (number) => trials.find((trial) => trial.number === number) ?? null;
  const tell = () => on.look(byNumber(pointed) ?? byNumber(held));

  /** The trial whose dot is under the pointer. */
  function under({ clientX, clientY }) {
    const dots = [...plot.element.querySelectorAll("[data-trial]")].map((dot) => ({ number: Number(dot.dataset.trial), box: dot.getBoundingClientRect() }));
    const away = ({ box }) => Math.hypot(box.left + box.width / 2 - clientX, box.top + box.height / 2 - clientY);
    const nearest = dots.reduce((low, dot) => (low && away(low) <= away(dot) ? low : dot), null);
    return nearest && away(nearest) < NEAR ? nearest.number : null;
  }

  plot.element.addEventListener("pointermove", (event) => {
    pointed = under(event);
    plot.element.classList.toggle("on-trial", pointed !== null);
    tell();
  });
  plot.element.addEventListener("pointerleave", () => {
    pointed = null;
    tell();
  });
  plot.element.addEventListener("click", (event) => {
    held = under(event);
    tell();
  });
  plot.element.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !trials.length || !(key in KEYS || (held !== null && ["Escape", "Enter"].includes(key)))) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Enter") {
      on.open(byNumber(held));
      return;
    }
    const order = trials.map(({ number }) => number).sort((a, b) => a - b);
    const from = order.indexOf(held);
    const to = from < 0 && Math.abs(KEYS[key]) < Infinity ? 0 : Math.max(0, Math.min(order.length - 1, from + KEYS[key]));
    held = key === "Escape" ? null : order[to];
    pointed = null;
    tell();
  });

  return {
    element,
    plot: plot.element,
    /** @param picture as of `planeOf` @param titles of its axes */
    show(picture, search, titles) {
      ({ about } = search);
      trials = picture.trials;
      const called = sentence(say(about.strategies[strategy].title));
      if (name.textContent !== called) name.replaceChildren(swatch(strategy), make("span", {}, called));
      const best = bestWords(picture.best, about);
      if (told(best)) plot.element.setAttribute("aria-label", [called, best, t("search.keys-trials")].filter(Boolean).join(". "));
      write(found, best);
      write(projection, testedWords(trials, about.axes));
      write(lacking, picture.lacks ? t(search.land ? "search.lacks-model" : "search.lacks-all") : "");
      projection.dataset.axes = Math.min(3, about.axes.length);
      picture.show(plot, titles);
      this.look(byNumber(pointed) ?? byNumber(held));
    },
    /** Frame a trial, by its number. */
    look(trial) {
      const wanted = trial && plot.element.querySelector(`[data-trial="${trial.number}"]`);
      const before = plot.element.querySelector(".looked");
      if (before !== wanted) before?.classList.remove("looked");
      wanted?.classList.add("looked");
      tip.show(wanted, trial && trialLines(trial, about));
    },
    /** Another has the word. */
    leave() {
      held = null;
      pointed = null;
      this.look(null);
    },
    words: (trial, about) => trialWords(trial, about, say(about.strategies[strategy].title)),
  };
}
