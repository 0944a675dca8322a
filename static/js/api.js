/** Short questions to the server. */

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

/** The server did not answer at all, or not to the end. */
export class Silence extends Error {}

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
    throw new Silence("no answer");
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => null);
  throw said?.detail ? new Refusal(said, answer.headers.get("Retry-After")) : new Silence(`status ${answer.status}`);
}

/** What an answer holds, read to its end. @param how "json", "text" or "blob" */
async function told(answer, how) {
  try {
    return await answer[how]();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Silence("the answer broke off");
  }
}

/** The grid of a surface {kind, ...settings}, over its own domain or a window [x0, x1, y0, y1] of it. */
export async function surface(chosen, window, size, signal) {
  const corners = window ? { x0: window[0], x1: window[1], y0: window[2], y1: window[3] } : {};
  const address = question("surface", { ...chosen, nx: size, ny: size, coding: "differences", ...corners });
  return told(await ask(address, { signal }), "json");
}

const posted = (body, accept, signal) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: accept },
  body: JSON.stringify(body),
  signal,
});

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
  return told(await ask(question("formula"), posted(settings, "application/json", signal)), "json");
}

/** Value, gradient and curvature of a surface {kind, ...settings} at a point [x, y]. */
export async function local(surface, at, signal) {
  return told(await ask(question("local"), posted({ surface, at }, "application/json", signal)), "json");
}

/** The gradient of {surface, at, h, precision, noise} by formula, forward and central differences, and how far they are apart. */
export async function checked(asked, signal) {
  return told(await ask(question("check"), posted(asked, "application/json", signal)), "json");
}

/** The loss of a surface at points [[x, y], ...]: {values}, null where it is not finite. */
export async function values(surface, points, signal) {
  return told(await ask(question("values"), posted({ surface, points }, "application/json", signal)), "json");
}

/** What a shared search may be made of: {samplers, pruners, workers, trials, keep, pace}. */
export async function searching(signal) {
  return told(await ask(question("searching"), { signal }), "json");
}

/** Shared searches: "" is all of them, "name/stop" is something done to one. What is told, if anything is. */
export async function searches(path = "", { method = "GET", body } = {}) {
  const how = body === undefined ? { method } : { ...posted(body, "application/json"), method };
  const answer = await ask(question(`searches${path && "/"}${path}`), how);
  return told(answer, "json");
}

/** What happened inside update `at` of the first run of a race: its formula in numbers and, with `window`, the inner vectors around it. */
export async function inspection(race, at, window, signal) {
  return told(await ask(question("inspect"), posted({ race, at, window }, "application/json", signal)), "json");
}

/** What is in a recorded training. @param file a Blob of the .npz file */
export async function recording(file, signal) {
  const answer = await ask(question("recording"), { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file, signal });
  return told(answer, "json");
}

/** A recorded training to try, as a Blob. */
export async function recordedSample(name, signal) {
  return told(await ask(question(`recording/samples/${name}.npz`), { signal }), "blob");
}
