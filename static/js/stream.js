/** Work as it happens: server-sent events over POST, read with fetch so that nothing is ever run twice. */
import { ask, question, Silence } from "./api.js";

/** Ask for a race; `hear(name, data)` is called for each event. Resolves after the last one. */
export const race = (spec, hear, signal) => follow("race", spec, hear, signal);

/** Ask for its runs to be tuned, likewise. */
export const tune = (spec, hear, signal) => follow("tune", spec, hear, signal);

async function follow(path, spec, hear, signal) {
  const answer = await ask(question(path), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(spec),
    signal,
  });
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
