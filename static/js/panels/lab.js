/** The landscapes of the lab, one for each strategy, at the same moment of the same budget. */
import { choose, make } from "../controls.js";
import { BACKDROPS } from "../lab/backdrops.js";
import { breathing } from "../lab/breathing.js";
import { heights, tall } from "../lab/heights.js";
import { changing, onceFor } from "../lab/keeping.js";
import { legend } from "../lab/legend.js";
import { levelOf } from "../lab/level.js";
import { short, stages, stand, whole } from "../lab/moment.js";
import { createPane } from "../lab/pane.js";
import { planeOf } from "../lab/plane.js";
import { axisTitle, measureName, titleParts } from "../lab/words.js";
import { shownStep } from "../player.js";
import { segments } from "../segments.js";
import { t } from "../words.js";

const touched = matchMedia("(hover: none)").matches;
const WIDEST = 4; // landscapes in a row
const holed = onceFor(({ values }) => values.some((value) => !Number.isFinite(value)));

/** @param more {open(trial)}: look at a trial elsewhere, null where there is nothing to look at */
export function mount(element, store, { open: opened }) {
  /** What is partly trained is no race: that would go on to where it was not seen. */
  const open = (trial, only) => Boolean(trial && whole(trial, store.data.search.about) && opened(trial, only));
  const backdrops = segments("backdrop", BACKDROPS.map((one) => [one, t(`search.${one}`)]), t("search.backdrop"), (backdrop) => store.put("view", { backdrop }));
  const dims = [0, 1].map((i) => choose([], "", (name) => turn(i, name), { "aria-label": t(`search.axis-${i}`), "data-testid": `lab-axis-${i}` }));
  const axesRow = make("div", { className: "lab-axes-row" }, make("span", {}, t("search.shown")), dims[0], make("span", { "aria-hidden": "true" }, "×"), dims[1], make("span", { className: "note" }));
  const repeat = choose([], "0", (value) => store.put("view", { repeat: Number(value) }), { "aria-label": t("search.repeat"), "data-testid": "lab-repeat" });
  const tools = make("div", { className: "lab-tools", "data-fleeting": "", "hidden": true }, backdrops.element, axesRow, repeat);
  const row = make("div", { className: "lab-panes" });
  const key = make("ul", { className: "lab-legend", "data-testid": "lab-legend" });
  const words = make("p", { className: "lab-told", "data-testid": "lab-told", "aria-live": "polite", "data-fleeting": "" });
  element.replaceChildren(tools, row, key, words);
  const told = changing();
  const calm = breathing(draw);
  let panes = [];
  let due = 0;
  let looked = null; // {strategy, trial}
  let before = ""; // what was drawn last

  const watcher = new ResizeObserver(stir);
  watcher.observe(row);

  function stir() {
    before = "";
    due ||= requestAnimationFrame(draw);
  }

  /** Parts of a search may come by the hundred. */
  function come() {
    before = "";
    calm();
  }

  /** The axes that are seen, of all that are searched. */
  function seen({ axes }) {
    const named = (store.view.axes ?? []).map((name) => axes.find((axis) => axis.name === name)).filter(Boolean);
    return [...new Set([...named, ...axes])].slice(0, 2);
  }

  function turn(i, name) {
    const [across, up] = seen(store.data.search.about).map((axis) => axis.name);
    const next = i ? [across, name] : [name, up];
    store.put("view", { axes: next[0] === next[1] ? [up, across] : next });
  }

  function become({ strategies }) {
    const kinds = JSON.stringify(strategies.map(({ kind }) => kind));
    if (row.dataset.kinds === kinds) return;
    row.dataset.kinds = kinds;
    const many = strategies.length > WIDEST;
    row.style.setProperty("--columns", many ? Math.ceil(strategies.length / 2) : strategies.length);
    row.toggleAttribute("data-many", many);
    looked = null;
    panes = strategies.map((_, strategy) => createPane(strategy, {
      look(trial) {
        if (!trial && looked && looked.strategy !== strategy) return;
        looked = trial && { strategy, trial };
        panes[strategy].look(trial);
        if (trial) panes.forEach((pane, other) => other !== strategy && pane.leave());
        speak();
      },
      open,
    }));
    row.replaceChildren(...panes.map((pane) => pane.element));
  }

  function speak() {
    const { search } = store.data;
    const text = looked && search?.about ? panes[looked.strategy].words(looked.trial, search.about) : t(touched ? "search.tap" : "search.point");
    if (words.firstChild?.textContent === text) return;
    const link = looked && open(looked.trial, true) ? [make("button", { type: "button", className: "quiet" }, t("search.open"))] : [];
    link[0]?.addEventListener("click", () => open(looked.trial));
    words.replaceChildren(make("span", { className: looked ? "" : "note" }, text), ...link);
  }

  function draw() {
    due = 0;
    const { data: { search }, view } = store;
    element.ariaBusy = String(Boolean(search?.busy));
    element.toggleAttribute("data-stale", Boolean(search?.fault) && !search.about);
    if (!search?.about) return;
    const { about, land, beliefs } = search;
    const moment = shownStep(view.frame, store.data.race);
    const now = JSON.stringify([stand(search, moment), view.backdrop, view.repeat, view.axes]);
    if (now === before) return;
    become(about);
    before = now;
    const axes = seen(about);
    const flat = axes.length === 1;
    const scale = (flat ? tall : heights)(search);
    const shown = { moment, repeat: Math.min(view.repeat, about.repeats - 1), backdrop: view.backdrop };
    const pictures = panes.map((_, strategy) => (flat ? levelOf : planeOf)(search, strategy, axes, scale, shown));
    const partly = short(search);
    const titles = [titleParts(axes[0]), flat ? [measureName(about, partly), ""] : titleParts(axes[1])];
    panes.forEach((pane, i) => pane.show(pictures[i], search, titles));
    if (looked) looked.trial = pictures[looked.strategy].trials.find(({ number }) => number === looked.trial.number) ?? looked.trial;
    explain(search, {
      scale, flat, land: about.axes.length <= 2 && land?.columns, backdrop: pictures.some(({ belief }) => belief) ? shown.backdrop : BACKDROPS[0],
      model: flat && pictures.some(({ belief }) => belief),
      going: moment < about.budget && pictures.some(({ belief }) => belief),
      failed: pictures.some(({ trials }) => trials.some(({ score }) => score === null)),
      gaps: land ? holed(land) : false,
      short: partly,
      stages: search.trials.some((repeats) => stages(repeats[shown.repeat], moment).length > 1),
    });
    dress(about, axes, beliefs.some(({ length }) => length), shown);
    speak();
  }

  /** What is drawn means; made anew only where something else is. */
  function explain(search, marks) {
    if (told(JSON.stringify([marks, search.about.measure, { ...document.documentElement.dataset }]))) key.replaceChildren(...legend(search, marks));
  }

  function dress({ axes, repeats }, shown, modelled, { backdrop, repeat: which }) {
    backdrops.element.hidden = !modelled || shown.length === 1;
    backdrops.set(backdrop, true);
    axesRow.hidden = axes.length < 3;
    axesRow.lastChild.textContent = t(modelled && backdrop !== BACKDROPS[0] ? "search.slice" : "search.no-land");
    dims.forEach((select, i) => {
      const names = axes.map(({ name }) => name).join();
      if (select.dataset.names !== names) select.replaceChildren(...axes.map((axis) => make("option", { value: axis.name, textContent: axisTitle(axis) })));
      select.dataset.names = names;
      select.value = shown[Math.min(i, shown.length - 1)].name;
    });
    repeat.hidden = repeats === 1;
    if (repeat.options.length !== repeats) repeat.replaceChildren(...Array.from({ length: repeats }, (_, i) => make("option", { value: i, textContent: t("search.repeat-of", { repeat: i + 1, repeats }) })));
    repeat.value = which;
    tools.hidden = [...tools.children].every(({ hidden }) => hidden);
  }

  element.addEventListener("draw", () => {
    before = "";
    draw();
  });
  const stops = [
    store.on("data", (_data, patch) => "search" in patch && come()),
    store.on("view", stir),
    store.on("frame", calm),
    () => watcher.disconnect(),
  ];
  stir();
  return () => stops.forEach((stop) => stop());
}
