/** Work as it happens: server-sent events, read with fetch, which asks again only where we say so. */
import { attending } from "./again.js";
import { Refusal, ask, broken, patiently, question, silent } from "./api.js";

/**
 * Ask for a race; `hear(name, data)` is called for each event. Resolves after the last one. While it cannot be answered it is
 * asked again by itself, and heard as in again.js: `start` may come more than once, and what came before it no longer counts.
 */
export const race = (spec, hear, signal) => follow("race", posted(spec), hear, signal);

/** Ask for its runs to be tuned, likewise. */
export const tune = (spec, hear, signal) => follow("tune", posted(spec), hear, signal);

/** Ask for a map of a race, "basin" or "sweep", likewise. */
export const map = (path, spec, hear, signal) => follow(path, posted(spec), hear, signal);

/** Ask for a study {study, surface, start}, likewise. */
export const study = (question, hear, signal) => follow("study", posted(question), hear, signal);

/** Ask for a search of the settings of a race, or of another target, likewise. */
export const search = (spec, hear, signal) => follow("search", posted(spec), hear, signal);

/** Ask for trainings of networks on one data set, likewise. */
export const training = (asked, hear, signal) => follow("training", posted(asked), hear, signal);

/** Ask for the chart of a step of a lesson, likewise. */
export const chart = (lesson, step, hear, signal) => follow(`lessons/${lesson}/${step}/chart`, { headers: EVENTS }, hear, signal);

/** Hear how something goes on, for as long as it does, until `signal` says otherwise; where it breaks off `hear("lost")` is said. */
export async function watch(path, hear, signal) {
  const once = async () => {
    await read(path, { headers: EVENTS }, hear, signal);
    throw broken("the stream broke off");
  };
  await patiently(once, signal, hear, Infinity); // it may go on for days
}

const AGAIN = 1; // seconds after which work that was ended from outside is asked for again
const EVENTS = { Accept: "text/event-stream" };
const posted = (spec) => ({ method: "POST", headers: { "Content-Type": "application/json", ...EVENTS }, body: JSON.stringify(spec) });

function follow(path, how, hear, signal) {
  return patiently(() => once(path, how, hear, signal), signal, hear);
}

async function once(path, how, hear, signal) {
  let ended = false;
  const told = (name, data) => {
    ended ||= name === "done" || name === "failed";
    hear(name, data);
  };
  await read(path, how, told, signal);
  if (!ended) throw broken("the stream broke off");
}

/** What is not heard to its end is not sent any more, either. */
function read(path, how, hear, signal) {
  return attending(signal, async (mine, heard) => {
    const { body } = await ask(question(path), { ...how, signal: mine });
    await readAll(body, hear, heard);
  }, silent);
}

async function readAll(body, hear, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read().catch((error) => {
      throw error.name === "AbortError" ? error : broken("the stream broke off");
    });
    if (done) return;
    heard();
    waiting += value;
    const blocks = waiting.split("\n\n");
    waiting = blocks.pop();
    for (const block of blocks) tell(block, hear);
  }
}

/** Lines that begin with a colon only keep the connection alive. */
function tell(block, hear) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (!data.length) return;
  const said = JSON.parse(data.join("\n"));
  if (name === "failed" && said.again) throw Object.assign(new Refusal(said, AGAIN), { passing: true });
  hear(name, said);
}
