/** Short questions to the server. */
import { attending, untilAnswered } from "./again.js";
import { createContact } from "./contact.js";
import { t } from "./words.js";

/**
 * The server said no: one sentence for the reader, the field it speaks of, the seconds after which it may say yes and, of a
 * text that cannot be read, where in it, or of a map that is too fine, the columns and rows that would do.
 */
export class Refusal extends Error {
  constructor({ detail, field, at, length, fits }, after = null) {
    super(detail);
    this.field = field ?? "";
    this.at = at ?? null;
    this.length = length ?? 0;
    this.fits = fits ?? null;
    this.after = Number(after) || null;
  }
}

/** The server did not answer at all, or not to the end; `passing` where that may be otherwise in a moment, `unreached` of a proxy. */
export class Silence extends Error {
  constructor(why, passing = false, unreached = false) {
    super(why);
    Object.assign(this, { passing, unreached });
  }
}

const UNREACHED = new Set([502, 503, 504]); // of a proxy that found no server
const LATER = 5; // seconds after which whoever was sent away comes again where he was not told when

/** The server, which keeps the files of its own version for good and none of another. */
export const contact = createContact(async () => {
  const signal = AbortSignal.timeout(5000);
  const answer = await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal }).catch(() => null);
  const there = answer && !UNREACHED.has(answer.status);
  return there ? { newer: !/immutable/.test(answer.headers.get("Cache-Control")) } : null;
});

/** What `ask` comes to once the server is there and has room for it. */
export const patiently = (...question) => untilAnswered(contact, ...question);

/** The address of a question from this page, in its language. */
export function question(path, values = {}) {
  const query = new URLSearchParams({ ...values, lang: document.documentElement.lang });
  return `${document.documentElement.dataset.root}api/${path}?${query}`;
}

/** Whose heavy work it is, for as long as the page is open: one page may have one computed and one waiting. */
const client = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

/** `fetch`, with every way to fail told apart; an abort stays an abort. */
export async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { ...options?.headers, "X-Ravine-Client": client } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw broken("no answer");
  }
  const said = answer.ok ? null : await answer.json().catch(() => null);
  if (!said?.detail && UNREACHED.has(answer.status)) throw broken(`status ${answer.status}`, true);
  contact.heard();
  if (answer.ok) return answer;
  const after = answer.headers.get("Retry-After") ?? (answer.status === 429 && LATER);
  throw new Refusal(said?.detail ? said : { detail: t("fault.status", { status: answer.status }) }, after);
}

/** The error of an answer that broke off, or never came. */
export function broken(why, unreached = false) {
  contact.lost();
  return new Silence(why, true, unreached);
}

/** The error of an answer of which nothing comes any more. */
export const silent = () => broken("a silence");

/** What an answer holds, read to its end. @param how "json", "text" or "blob" */
async function told(answer, how) {
  try {
    return await answer[how]();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw broken("the answer broke off");
  }
}

/** What is answered to a question that may be put any number of times. */
function answered(address, { signal, ...options }) {
  const once = async (mine) => told(await ask(address, { ...options, signal: mine }), "json");
  return patiently(() => attending(signal, once, silent), signal);
}

/** The grid of a surface {kind, ...settings}, over its own domain or a window [x0, x1, y0, y1] of it. */
export async function surface(chosen, window, size, signal) {
  const corners = window ? { x0: window[0], x1: window[1], y0: window[2], y1: window[3] } : {};
  const address = question("surface", { ...chosen, nx: size, ny: size, coding: "differences", ...corners });
  return answered(address, { signal });
}

const posted = (body, accept, signal) =>
  ({ method: "POST", headers: { "Content-Type": "application/json", Accept: accept }, body: JSON.stringify(body), signal });

/** The whole race as text of a media type: text/csv or application/json. */
export async function raceAs(type, spec) {
  return told(await ask(question("race"), posted(spec, type)), "text");
}

/** A whole map of a race as a file of a media type. @param path "basin" or "sweep" */
export async function mapAs(type, path, spec) {
  return told(await ask(question(path), posted(spec, type)), "blob");
}

/** All that a study {study, surface, start} finds, as text of a media type. */
export async function studyAs(type, asked) {
  return told(await ask(question("study"), posted(asked, type)), "text");
}

/** All that a search tries and finds, as text of a media type. */
export async function searchAs(type, spec) {
  return told(await ask(question("search"), posted(spec, type)), "text");
}

/** All that trainings of networks tell, as text of a media type. */
export async function trainingAs(type, asked) {
  return told(await ask(question("training"), posted(asked, type)), "text");
}

/** The same trainings as a Python script. */
export async function trainingScript(asked) {
  return told(await ask(question("training/script"), posted(asked, "*/*")), "text");
}

/** A file made of a race: "numpy", "torch", "notebook", "html" or "handout". */
export async function exported(kind, order, signal) {
  return told(await ask(question(`export/${kind}`), posted(order, "*/*", signal)), "text");
}

/** What a typed surface {kind, ...settings} is: printed, its gradient, kinks and holes, and the scales of rates that suit it. */
export async function typedFormula({ kind: _kind, ...settings }, signal) {
  return answered(question("formula"), posted(settings, "application/json", signal));
}

/** Value, gradient and curvature of a surface {kind, ...settings} at a point [x, y]. */
export async function local(surface, at, signal) {
  return answered(question("local"), posted({ surface, at }, "application/json", signal));
}

/** The gradient of {surface, at, h, precision, noise} by formula, forward and central differences, and how far they are apart. */
export async function checked(asked, signal) {
  return answered(question("check"), posted(asked, "application/json", signal));
}

/** The loss of a surface at points [[x, y], ...]: {values}, null where it is not finite. */
export async function values(surface, points, signal) {
  return answered(question("values"), posted({ surface, points }, "application/json", signal));
}

/** What a shared search may be made of: {samplers, pruners, workers, trials, keep, pace}. */
export async function searching(signal) {
  return answered(question("searching"), { signal });
}

/** Shared searches: "" is all of them, "name/stop" is something done to one, which may take the access key. What is told, if anything is. */
export async function searches(path = "", { method = "GET", body, key } = {}) {
  const how = body === undefined ? { method } : { ...posted(body, "application/json"), method };
  if (key) how.headers = { ...how.headers, Authorization: `Bearer ${key}` };
  const address = question(`searches${path && "/"}${path}`);
  return method === "GET" ? answered(address, how) : told(await ask(address, how), "json");
}

/** What happened inside update `at` of the first run of a race: its formula in numbers and, with `window`, the inner vectors around it. */
export async function inspection(race, at, window, signal) {
  return answered(question("inspect"), posted({ race, at, window }, "application/json", signal));
}

/** What is in a recorded training. @param file a Blob of the .npz file */
export async function recording(file, signal) {
  const sent = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file, signal };
  return patiently(async () => told(await ask(question("recording"), sent), "json"), signal); // however long it takes to send
}

/** A recorded training to try, as a Blob. */
export async function recordedSample(name, signal) {
  return told(await ask(question(`recording/samples/${name}.npz`), { signal }), "blob");
}
