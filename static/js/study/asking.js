/** Asks for a study and keeps what has come of it. */
import { Refusal } from "../api.js";
import { WAITING, createAsking } from "../asking.js";
import { entry } from "../catalogue.js";
import { study as ask } from "../stream.js";
import { t } from "../words.js";

/** Nothing found yet of a study, as the catalogue declares it. */
const nothing = ({ kind, figures }) => ({
  kind,
  columns: Object.fromEntries(figures.map(({ name }) => [name, {}])),
  marks: Object.fromEntries(figures.map(({ name }) => [name, []])),
  facts: {},
  share: null,
  ...WAITING,
});

/**
 * @param stands (question, signal) -> promise: whether the loss has a value where the study stands, or it is refused unasked
 * @param tell called with a fresh object after every change, around the same lists: that of `createAsking`, and
 *   columns  {figure: {column: [number, or null for none]}}
 *   marks    {figure: [{at, title}]}
 *   facts    {name: value}
 *   share    of the work that is done, 0 to 1; null where the study does not say
 * @returns as `createAsking`
 */
export function createStudying(stands, tell) {
  return createAsking({
    async ask(question, hear, signal) {
      if (!(await stands(question, signal))) throw new Refusal({ detail: t("here.no-value") });
      await ask(question, hear, signal);
    },
    nothing: ({ study }) => nothing(entry("studies", study.kind)),
    taken,
    alike: (one, other) => one.kind === other.kind,
  }, tell);
}

/** With what one event says. The lists grow in place. */
function taken(found, name, said) {
  if (name === "facts") return { ...found, facts: { ...found.facts, ...said } };
  if (name === "progress") return { ...found, share: said.share };
  if (name === "done") return { ...found, busy: false, ended: true };
  if (name === "mark") found.marks[said.figure].push(said);
  if (name === "rows") grow(found.columns[said.figure], said.columns);
  return { ...found };
}

/** Columns that were not told of so far, or are not told of now, have no numbers there. */
function grow(columns, more) {
  const before = Math.max(0, ...Object.values(columns).map(({ length }) => length));
  const count = Math.max(0, ...Object.values(more).map(({ length }) => length));
  for (const name of new Set([...Object.keys(columns), ...Object.keys(more)])) {
    columns[name] ??= Array(before).fill(null);
    for (let i = 0; i < count; i++) columns[name].push(more[name]?.[i] ?? null);
  }
}
