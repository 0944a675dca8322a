/** What leaves the page: the numbers, the database, pictures, and the command with which another machine helps. */
import { Refusal, question } from "../api.js";
import { make } from "../controls.js";
import { copyButton } from "../copying.js";
import { save } from "../files.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";
import { axesOf, settingsWords } from "./axes.js";

const FILES = { csv: "table.csv", db: "study.db" };

/** @param figures the element of which pictures are made @returns {element, show(seen)} */
export function createTake(figures) {
  let seen = null;
  const path = (file) => question(`searches/${encodeURIComponent(seen.state.name)}/${file}`);
  const links = Object.entries(FILES).map(([format, file]) => [make("a", { "className": "quiet", "download": "", "data-testid": `master-${format}` }, t(`master.take-${format}`)), file]);
  const { row, said } = takeButtons(["png", "svg"], "master", async (format) => {
    if (!seen) throw new Refusal({ detail: t("master.nothing") });
    const { name, best } = seen.state;
    const lines = best ? [`${t("master.best-so-far")}: ${settingsWords(axesOf(seen.state), best.settings)}`] : [];
    save(`ravine-${name}.${format}`, await (await drawings()).filed(figures, { title: name, lines, light: true }, format));
  });
  row.prepend(...links.map(([link]) => link));
  const code = field("master-python", t("master.python"), 3);
  const command = field("master-command", t("master.command"), 1);
  const element = make("section", { className: "master-take" },
    make("div", {}, make("h3", { className: "study-figure-title" }, t("master.take")), row, said, make("p", { className: "note" }, t("master.python-what")), ...code.elements),
    make("div", {}, make("h3", { className: "study-figure-title" }, t("master.elsewhere")), make("p", { className: "note" }, t("master.elsewhere-what")), ...command.elements));

  function show(next) {
    seen = next;
    const { name } = seen.state;
    for (const [link, file] of links) link.href = path(file);
    code.set(`import optuna\nstudy = optuna.load_study(study_name=${JSON.stringify(name)}, storage="sqlite:///${name}.db")\nprint(study.best_value, study.best_params)`);
    command.set(commandOf(seen.state));
  }

  return { element, show };
}

/** What starts one more worker, on any machine. */
export const commandOf = ({ name, local }) => `${local.command} ARGS=${name}`;

/** Something to be copied. */
function field(testid, words, rows) {
  const box = make("textarea", { "readOnly": true, "spellcheck": false, rows, "className": "to-copy", "aria-label": words, "data-testid": testid });
  const { button, done } = copyButton(box, `${testid}-copy`);
  return { elements: [box, make("div", { className: "copy-row" }, button, done)], set: (text) => box.value !== text && (box.value = text) };
}
