/** Files that the page hands out. */
import { make } from "./controls.js";

export const EXCEL = "\ufeff"; // without this mark a spreadsheet reads Korean names as Latin letters

/** Save a file of that name. @param content text, or a Blob */
export function save(name, content, type = "text/plain") {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** What a file of this race is called, without its ending: ravine-rosenbrock-5-runs. */
export function fileName({ surface, runs }, run) {
  const what = run === undefined ? `${runs.length}-run${runs.length === 1 ? "" : "s"}` : `${run + 1}-${runs[run].optimizer.kind}`;
  return `ravine-${surface.kind}-${what}`;
}
