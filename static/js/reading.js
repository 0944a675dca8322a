/** The text behind the # of a link as a race again. Whatever was done to it on the way, what can be read of it is kept. */
import { read as readBudget } from "./budget.js";
import { entry, family, limits, numeric } from "./catalogue.js";
import { readChoice } from "./chosen.js";
import { read as readCut } from "./cut.js";
import { read as readMap } from "./map-piece.js";
import { read as readSearch, writtenAxis } from "./search-piece.js";
import { had, tenable } from "./lab/space.js";
import { readNetwork } from "./network.js";
import { Misspelt, oneOf, readNumbers, readWhole, trying } from "./pieces.js";
import { strays } from "./swept.js";
import { TABS } from "./tabs.js";
import { read as readTraining } from "./training-piece.js";
import { viewpoint } from "./viewpoint.js";

/** {spec, view, lost} of a link's text; `lost` are the pieces that could not be read, in place of which stands what is usual. */
export function read(text, arrival) {
  const spec = structuredClone(arrival);
  const { search: usual, training } = spec;
  const view = {};
  const lost = [];
  const runs = [];

  function take(key, value) {
    if (key === "surface") {
      delete spec.start;
      spec.surface = readEntry("surfaces", value, lost);
    } else if (key === "start") {
      if (value === "begin") delete spec.start;
      else spec.start = readNumbers(value, 2);
    } else if (key === "run") runs.push(readRun(value, lost));
    else if (key === "noise") spec.noise = readEntry("noises", value, lost);
    else if (key === "steps") spec.steps = readWhole(value, 1, limits.steps);
    else if (key === "budget") spec.budget = readBudget(value);
    else if (key === "seed") spec.seed = readWhole(value, 0, limits.seed);
    else if (key === "repeats") spec.repeats = readWhole(value, 1, limits.repeats);
    else if (key === "tolerance") [spec.tolerance] = readNumbers(value, 1);
    else if (key === "map") spec.map = readMap(value);
    else if (key === "tab") spec.tab = oneOf(TABS, value);
    else if (key === "watch" && value) spec.watch = value;
    else if (key === "search" && arrival.search) spec.search = readSearch(value, usual, (of, one) => readEntry(of, one, lost), lost);
    else if (key === "training" && training) spec.training = readTraining(value, training, (of, one) => readEntry(of, one, lost), lost);
    else if (key === "study" && family("studies")) spec.study = readEntry("studies", value, lost);
    else if (Object.hasOwn(viewpoint, key)) view[viewpoint[key].field] = viewpoint[key].read(value);
    else throw new Misspelt(key);
  }

  for (const part of text.split("&").filter(Boolean)) trying(lost, part, () => take(...halves(part, "=")));
  const most = training ? limits.trainings : limits.runs;
  if (runs.length > most) lost.push("run");
  if (runs.length) spec.runs = runs.slice(0, most);
  for (const stray of spec.map ? strays(spec) : []) {
    lost.push(`${stray}=${spec.map[stray].of}`);
    delete spec.map[stray];
  }
  if (spec.search?.axes !== usual?.axes) spec.search.axes = known(spec, lost);
  return { spec, view, lost };
}

/** The axes that a link names and its target has, each once; without a range that cannot be. */
function known(spec, lost) {
  const axes = had(spec);
  for (const axis of spec.search.axes) if (!axes.includes(axis) || !tenable(spec, axis)) lost.push(`axis=${writtenAxis(axis)}`);
  return axes.map((axis) => (tenable(spec, axis) ? axis : { name: axis.name }));
}

function halves(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readEntry(family, text, lost) {
  const [kind, rest] = halves(text, ":");
  const declared = entry(family, kind);
  if (!declared) throw new Misspelt(kind);
  const chosen = { kind };
  for (const piece of rest.split(",").filter(Boolean)) {
    const [name, value] = halves(piece, "=");
    const setting = declared.settings.find((one) => one.name === name);
    trying(lost, piece, () => {
      if (!setting) throw new Misspelt(name);
      chosen[name] = readChoice(setting, value);
    });
  }
  return chosen;
}

function readRun(text, lost) {
  const [first, ...rest] = text.split(";");
  const run = { optimizer: readEntry("optimizers", first, lost) };
  const driven = new Set(numeric(entry("optimizers", run.optimizer.kind)).map(({ name }) => name));
  const schedules = {};

  function take(key, value) {
    if (key === "hidden") run.look = { ...run.look, hidden: true };
    else if (key === "slot") run.look = { ...run.look, slot: readWhole(value, 0, 99) };
    else if (key === "tuned") run.look = { ...run.look, tuned: { trials: readWhole(value, 1, limits.trials) } };
    else if (key === "start") run.start = readNumbers(value, 2);
    else if (key === "noise") run.noise = readEntry("noises", value, lost);
    else if (key === "cut") run.cut = readCut(value);
    else if (key === "net" && family("networks")) run.network = readNetwork(value, lost);
    else if (key === "batch" && family("networks")) run.batch = readWhole(value, 1, limits.batch);
    else if (key === "label") run.label = readLabel(value);
    else if (driven.has(key)) schedules[key] = readEntry("schedules", value, lost);
    else throw new Misspelt(key);
  }

  for (const piece of rest) trying(lost, piece, () => take(...halves(piece, "=")));
  if (Object.keys(schedules).length) run.schedules = schedules;
  return run;
}

function readLabel(text) {
  try {
    return decodeURIComponent(text).slice(0, 60);
  } catch {
    throw new Misspelt(text);
  }
}
