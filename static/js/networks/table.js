/** The runs in numbers: at the epoch that is shown, at their best, and at last on the test part, which nothing was chosen by. */
import { make } from "../controls.js";
import { changing, write } from "../lab/keeping.js";
import { swatch } from "../look.js";
import { pretty } from "../numbers.js";
import { lastStep } from "../player.js";
import { t } from "../words.js";
import { clock } from "./growth.js";
import { at, brokenAt } from "./moment.js";
import { lossWords, percent } from "./told.js";

const HEADS = ["table-train", "table-validation", "table-accuracy", "table-best", "table-test"];

/** @param focus (run) @returns {element, show(training, runs), follow(epoch)} */
export function createTable() {
  const body = make("tbody", { role: "rowgroup" }); // all roles are told, for a table that is a list of blocks on a phone
  const when = make("span", { className: "note", "data-testid": "training-results-at" });
  const head = make("tr", { role: "row" }, make("th", { scope: "col", role: "columnheader" }, t("drawn.table-run")), ...HEADS.map((name) => make("th", { scope: "col", role: "columnheader" }, t(`drawn.${name}`))));
  const table = make("table", { "role": "table", "className": "results net-results", "data-testid": "training-results-table" }, make("thead", { role: "rowgroup" }, head), body);
  const scroll = make("div", { className: "net-scroll", tabIndex: 0, role: "region", "aria-label": t("drawn.results-table") }, table);
  const note = make("p", { className: "note" }, t("drawn.test-note"));
  const told = changing();
  let shown = null;
  let rows = []; // {cells, more}

  function row({ slot, name }) {
    const cells = HEADS.map((name) => make("td", { "role": "cell", "data-label": t(`drawn.${name}`) }));
    const more = make("p", { className: "net-more" });
    const element = make("tr", { role: "row" }, make("th", { scope: "row", role: "rowheader" }, make("div", { className: "run-cell" }, swatch(slot), name), more), ...cells);
    return { element, cells, more };
  }

  /** What does not go with the player: the build of a network, and how its training ended. */
  function about(index) {
    const { start, done } = shown.training;
    const { parameters, updates } = start.runs[index];
    const parts = [t("drawn.parameters", { count: parameters.toLocaleString("en-US") }), t("drawn.updates", { count: updates })];
    if (done) parts.push(t("drawn.seconds", { seconds: pretty(done.runs[index].seconds, 2) }));
    return parts.join(" · ");
  }

  /** What is known once the end is reached: the best of all epochs, and what the test says of the last. */
  function ending(index, epoch) {
    const { training } = shown;
    const last = lastStep(clock(training));
    const ended = epoch >= last ? training.done?.runs[index] : null;
    const lowest = ended ? at(training.epochs[index], ended.best) : null;
    const broken = brokenAt(training, index);
    const lost = broken !== null && epoch >= Math.min(broken, last);
    return [
      lowest ? `${lossWords(lowest.loss.validation)}\n${t("drawn.at-epoch", { epoch: ended.best })}` : "…",
      lost ? t("drawn.is-lost") : ended ? percent(ended.test.accuracy) : "…",
    ];
  }

  return {
    element: make("section", { className: "net-summary" }, make("h3", { className: "study-figure-title" }, t("drawn.results"), " ", when), scroll, note),
    show(training, runs) {
      shown = { training, runs };
      if (told(JSON.stringify(runs))) {
        rows = runs.map(row);
        body.replaceChildren(...rows.map(({ element }) => element));
      }
      runs.forEach(({ index, looked }, i) => {
        write(rows[i].more, about(index));
        rows[i].element.toggleAttribute("data-faint", !looked);
      });
    },
    follow(epoch) {
      if (!shown) return;
      write(when, t("drawn.at-epoch", { epoch }));
      shown.runs.forEach(({ index }, i) => {
        const now = at(shown.training.epochs[index], epoch);
        const said = now ? [lossWords(now.loss.train), lossWords(now.loss.validation), percent(now.accuracy.validation)] : ["…", "…", "…"];
        [...said, ...ending(index, epoch)].forEach((words, k) => write(rows[i].cells[k], words));
      });
    },
  };
}
