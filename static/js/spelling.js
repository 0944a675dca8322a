/**
 * A race as the text behind the # of its link, and back:
 *   surface=ravine:kappa=50&start=-2,1&run=adam:lr=0.1;lr=cosine;start=1,1;label=fast;hidden&steps=300&axis=evaluations
 * What equals the arrival race or a declared default is left out.
 */
import { entry, limits } from "./catalogue.js";
import { fault, parse } from "./numbers.js";

/** A link that cannot be read; `what` is the piece that is wrong. */
export class Misspelt extends Error {}

const AXES = ["steps", "evaluations"];
const SCALES = ["log", "linear"];

export function written(spec, view, arrival) {
  const parts = [];
  const put = (key, value, usual) => value !== usual && parts.push(`${key}=${value}`);
  const surface = writtenEntry("surfaces", spec.surface);
  const usualSurface = writtenEntry("surfaces", arrival.surface);
  put("surface", surface, usualSurface);
  const usualStart = surface === usualSurface ? pair(arrival.start) : "begin";
  put("start", pair(spec.start), usualStart);
  const runs = spec.runs.map(writtenRun);
  if (runs.join("&") !== arrival.runs.map(writtenRun).join("&")) runs.forEach((run) => put("run", run));
  put("steps", spec.steps, arrival.steps);
  put("seed", spec.seed, arrival.seed);
  put("noise", writtenEntry("noises", spec.noise), writtenEntry("noises", arrival.noise));
  put("tolerance", spec.tolerance ?? 0, 0);
  put("axis", view.axis, AXES[0]);
  put("scale", view.scale ?? "auto", "auto");
  if (view.range) put("view", view.range.map((edge) => Number(edge.toPrecision(5))).join(","));
  if (!view.playing && Number.isFinite(view.frame)) put("at", view.frame);
  return parts.join("&");
}

const pair = (start) => (start ? start.join(",") : "begin");

function writtenEntry(family, { kind, ...chosen }) {
  const settings = entry(family, kind).settings.filter(({ name, default: usual }) => (chosen[name] ?? usual) !== usual);
  return kind + (settings.length ? ":" : "") + settings.map(({ name }) => `${name}=${chosen[name]}`).join(",");
}

function writtenRun({ optimizer, schedules = {}, start, label, look }, index) {
  const parts = [writtenEntry("optimizers", optimizer)];
  for (const [name, schedule] of Object.entries(schedules)) parts.push(`${name}=${writtenEntry("schedules", schedule)}`);
  if (start) parts.push(`start=${pair(start)}`);
  if (label) parts.push(`label=${encodeURIComponent(label)}`);
  if (look?.hidden) parts.push("hidden");
  if (look && look.slot !== index) parts.push(`slot=${look.slot}`);
  return parts.join(";");
}

/** {spec, view} of a link's text; throws Misspelt. */
export function read(text, arrival) {
  const spec = structuredClone(arrival);
  const view = {};
  const runs = [];
  for (const part of text.split("&").filter(Boolean)) {
    const [key, value] = halves(part, "=");
    if (key === "surface") {
      spec.surface = readEntry("surfaces", value);
      delete spec.start;
    } else if (key === "start") {
      if (value === "begin") delete spec.start;
      else spec.start = readNumbers(value, 2);
    } else if (key === "run") runs.push(readRun(value));
    else if (key === "noise") spec.noise = readEntry("noises", value);
    else if (key === "steps") spec.steps = readWhole(value, 1, limits.steps);
    else if (key === "seed") spec.seed = readWhole(value, 0, limits.seed);
    else if (key === "tolerance") [spec.tolerance] = readNumbers(value, 1);
    else if (key === "axis") view.axis = oneOf(AXES, value);
    else if (key === "scale") view.scale = oneOf(SCALES, value);
    else if (key === "view") view.range = readRange(value);
    else if (key === "at") view.frame = readWhole(value, 0, limits.steps);
    else throw new Misspelt(key);
  }
  if (runs.length > limits.runs) throw new Misspelt("run");
  if (runs.length) spec.runs = runs;
  return { spec, view };
}

function halves(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readEntry(family, text) {
  const [kind, rest] = halves(text, ":");
  const declared = entry(family, kind);
  if (!declared) throw new Misspelt(kind);
  const chosen = { kind };
  for (const piece of rest.split(",").filter(Boolean)) {
    const [name, value] = halves(piece, "=");
    const setting = declared.settings.find((one) => one.name === name);
    if (!setting) throw new Misspelt(name);
    chosen[name] = readSetting(setting, value);
  }
  return chosen;
}

function readSetting(setting, text) {
  if (setting.type === "switch") return oneOf(["true", "false"], text) === "true";
  if (setting.type === "choice") return oneOf(setting.options.map(({ value }) => value), text);
  const value = parse(text);
  if (fault(setting, value)) throw new Misspelt(`${setting.name}=${text}`);
  return value;
}

function readRun(text) {
  const [first, ...rest] = text.split(";");
  const run = { optimizer: readEntry("optimizers", first) };
  const schedules = {};
  for (const piece of rest) {
    const [key, value] = halves(piece, "=");
    if (key === "hidden") run.look = { ...run.look, hidden: true };
    else if (key === "slot") run.look = { ...run.look, slot: readWhole(value, 0, 99) };
    else if (key === "start") run.start = readNumbers(value, 2);
    else if (key === "label") run.label = readLabel(value);
    else schedules[key] = readEntry("schedules", value);
  }
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

function readNumbers(text, count) {
  const values = text.split(",").map(parse);
  if (values.length !== count || !values.every(Number.isFinite)) throw new Misspelt(text);
  return values;
}

function readRange(text) {
  const range = readNumbers(text, 4);
  if (!(range[0] < range[1] && range[2] < range[3])) throw new Misspelt(text);
  return range;
}

function readWhole(text, low, high) {
  const value = parse(text);
  if (!Number.isInteger(value) || value < low || value > high) throw new Misspelt(text);
  return value;
}

function oneOf(values, text) {
  if (!values.includes(text)) throw new Misspelt(text);
  return text;
}
