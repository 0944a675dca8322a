/** Work as it happens: server-sent events, read with fetch so that nothing is ever run twice. */
import { ask, question, Silence } from "./api.js";

/** Ask for a race; `hear(name, data)` is called for each event. Resolves after the last one. */
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

/** Hear how something goes on, for as long as it does: until `signal` says otherwise, or the connection breaks off. */
export async function watch(path, hear, signal) {
  const answer = await ask(question(path), { headers: EVENTS, signal });
  await read(answer.body, hear);
  throw new Silence("the stream broke off");
}

const EVENTS = { Accept: "text/event-stream" };
const posted = (spec) => ({ method: "POST", headers: { "Content-Type": "application/json", ...EVENTS }, body: JSON.stringify(spec) });

async function follow(path, how, hear, signal) {
  const answer = await ask(question(path), { ...how, signal });
  let ended = false;
  await read(answer.body, (name, data) => {
    ended ||= name === "done" || name === "failed";
    hear(name, data);
  });
  if (!ended) throw new Silence("the stream broke off");
}

async function read(body, hear) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read().catch((error) => {
      throw error.name === "AbortError" ? error : new Silence("the stream broke off");
    });
    if (done) return;
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
  if (data.length) hear(name, JSON.parse(data.join("\n")));
}
