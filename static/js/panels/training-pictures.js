/** What each network answers at the epoch that is shown: regions of the plane, or a confusion matrix with the worst pictures. */
import { make } from "../controls.js";
import { breathing } from "../lab/breathing.js";
import { changing, write } from "../lab/keeping.js";
import { typeSize } from "../look.js";
import { cast, pictured, seeAll, seenAlone } from "../networks/cast.js";
import { following } from "../networks/following.js";
import { arranged, NARROW } from "../networks/layout.js";
import { legend } from "../networks/legend.js";
import { createPane } from "../networks/pane.js";
import { paints } from "../networks/theme.js";
import { onceAFrame } from "../once-a-frame.js";
import { keepOnPaper } from "../paper.js";
import { segments } from "../segments.js";
import { t } from "../words.js";

const LOOKS = ["smooth", "cells"];
const PLANE = [{ wide: 1, tall: 1, words: 3.7 }]; // beside the side of its picture, and in ems, a pane
const BELOW = { wide: 1, tall: 1.44, words: 4 };
const BESIDE = { wide: 1.58, tall: 1, words: 3.7 };
const GAP = 1; // em
const [WIDEST, PAIR] = [30, 2]; // ems of a picture on a phone, and how many stand beside one another there

export function mount(element, store) {
  const looks = segments("regions-look", LOOKS.map((one) => [one, t(`drawn.${one}`)]), t("drawn.look"), (look) => {
    row.dataset.look = look;
    looks.set(look, true);
    soon();
  });
  looks.set(LOOKS[0], true);
  const tools = make("div", { className: "net-tools", "data-fleeting": "" }, looks.element);
  const row = make("div", { className: "net-panes", "data-testid": "net-panes", "data-look": LOOKS[0] });
  const waiting = make("p", { className: "net-waiting note", "data-testid": "net-waiting" });
  const key = make("ul", { className: "net-legend", "data-testid": "net-legend" });
  element.classList.add("net-pictures");
  element.replaceChildren(row, waiting, make("div", { className: "net-foot" }, key, tools));
  const focus = (run) => store.put("view", { focus: run });
  const leave = ({ key, defaultPrevented }) => key === "Escape" && !defaultPrevented && !document.querySelector("dialog[open]") && seeAll(store);
  const panes = [];
  const told = changing();
  const named = changing();
  const frames = onceAFrame(breathing(draw));
  const moments = following(store, () => store.data.training?.start && theme, (epoch, spoken, all) => {
    const { training } = store.data;
    panes.slice(0, row.childElementCount).forEach((pane) => {
      pane.show(training, epoch, theme, all ? { columns: row.hasAttribute("data-beside") ? 3 : 6 } : null);
      if (spoken) pane.say(training, epoch);
    });
  });
  let theme = null;
  let runs = [];
  let printing = false;

  const watcher = new ResizeObserver(soon);
  watcher.observe(element);
  const listening = new AbortController();
  window.addEventListener("resize", soon, listening);
  window.addEventListener("beforeprint", () => {
    printing = true;
    const { theme: before } = document.documentElement.dataset;
    document.documentElement.dataset.theme = "light"; // nothing is painted before the theme is back
    draw();
    document.documentElement.dataset.theme = before;
  }, listening);
  window.addEventListener("afterprint", () => {
    printing = false;
    soon();
  }, listening);

  /** On paper all stays where it was. */
  function soon() {
    if (!printing) frames.soon();
  }

  /** A pane for each run that is seen, as large as what is left of the screen allows. */
  function become(training) {
    const seen = pictured(runs);
    while (panes.length < seen.length) panes.push(createPane(focus));
    if (named(JSON.stringify([runs, seen.length]))) {
      const held = panes.find((pane) => pane.element.contains(document.activeElement))?.run();
      panes.forEach((pane, i) => seen[i] && pane.name(seen[i], seenAlone(store), runs.filter(({ hidden }) => !hidden).length === 1));
      row.replaceChildren(...panes.slice(0, seen.length).map((pane) => pane.element));
      panes[seen.indexOf(held && seen.find(({ index }) => index === held.index))]?.take();
    }
    const { em } = typeSize();
    const gap = GAP * em;
    const shapes = (training.start.data.window ? PLANE : NARROW.matches ? [BELOW] : [BELOW, BESIDE]).map((shape) => ({ ...shape, words: shape.words * em }));
    const { top, bottom } = row.getBoundingClientRect();
    const below = Math.max(element.getBoundingClientRect().bottom, element.nextElementSibling.getBoundingClientRect().bottom) - bottom;
    const high = innerHeight - (top + document.scrollingElement.scrollTop) - below - em;
    const best = NARROW.matches ? onPhone(training.start.data.window ? Math.min(PAIR, seen.length) : 1, em, shapes[0]) : arranged(seen.length, { width: row.clientWidth, height: high }, gap, shapes);
    row.toggleAttribute("data-beside", best.shape.wide > 1);
    row.style.setProperty("--columns", best.columns);
    row.style.setProperty("--side", `${best.side}px`);
    row.style.setProperty("--wide", `${Math.floor(best.side * best.shape.wide)}px`);
  }

  /** Matrices are read number by number: each is as wide as the phone. */
  function onPhone(columns, em, shape) {
    return { columns, shape, side: Math.floor(Math.min((row.clientWidth - (columns - 1) * GAP * em) / columns, WIDEST * em)) };
  }

  function draw() {
    const { training } = store.data;
    const start = training?.start;
    element.ariaBusy = String(Boolean(training?.busy));
    row.hidden = key.hidden = !start;
    tools.hidden = !start?.data.window;
    waiting.hidden = Boolean(start) || !training?.busy;
    write(waiting, t("drawn.waiting"));
    if (!start) return;
    runs = cast(store);
    const { classes } = start.data;
    if (told(JSON.stringify([classes, start.data.window, row.dataset.look, { ...document.documentElement.dataset }]))) {
      theme = { ...paints(classes), smooth: row.dataset.look === LOOKS[0] };
      key.replaceChildren(...legend(start.data));
    }
    become(training);
    moments.all();
  }

  element.addEventListener("draw", draw);
  document.addEventListener("keydown", leave, listening);
  const stops = [
    store.on("data", (_data, patch) => "training" in patch && soon()),
    store.on("spec", soon),
    store.on("view", (_view, patch) => ["focus", "theme"].some((name) => name in patch) && soon()),
    store.on("frame", moments.on),
    keepOnPaper(element),
    () => watcher.disconnect(),
    () => listening.abort(),
    frames.stop,
    moments.stop,
  ];
  soon();
  return () => stops.forEach((stop) => stop());
}
