/** Taking a study away: a picture of its figures, its numbers. */
import { studyAs } from "../api.js";
import { make } from "../controls.js";
import { EXCEL, save } from "../files.js";
import { pretty } from "../numbers.js";
import { surfaceName } from "../surface-name.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { numbersOf, settingsOf } from "../takeaway/settings.js";
import { say, t } from "../words.js";

const NUMBERS = { csv: "text/csv", json: "application/json" };

/** @param asked () -> the question {study, surface, start} @param declared () -> what the catalogue says of the study @returns the element */
export function takeaway(figures, asked, declared) {
  const { row, said } = takeButtons(["png", "svg", ...Object.keys(NUMBERS)], "study", async (format) =>
    save(`ravine-${declared().kind}.${format}`, await made(format), NUMBERS[format]));

  async function made(format) {
    if (NUMBERS[format]) return (format === "csv" ? EXCEL : "") + (await studyAs(NUMBERS[format], asked()));
    return (await drawings()).filed(figures, { title: say(declared().title), lines: settings(), light: true }, format);
  }

  /** A line of the study, and one of the ground where it stands on some. */
  function settings() {
    const { study, surface, start } = asked();
    const place = start ? [`${t("start.title")} (${start.map((part) => pretty(part, 4)).join(", ")})`] : [];
    const ground = surface ? [surfaceName(surface, Infinity), ...numbersOf(surface), ...place] : [];
    return [settingsOf("studies", study), ground].filter(({ length }) => length).map((parts) => parts.join(" · "));
  }

  return make("div", { className: "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("study.take")), row, said);
}
