/** Taking a study away: a picture of its figures, its numbers. */
import { Refusal, Silence, studyAs } from "../api.js";
import { make } from "../controls.js";
import { save } from "../files.js";
import { pretty } from "../numbers.js";
import { settingsOf } from "../takeaway/settings.js";
import { say, t } from "../words.js";

const NUMBERS = { csv: "text/csv", json: "application/json" };
const EXCEL = "\ufeff"; // without this mark a spreadsheet reads Korean names as Latin letters

/** What makes pictures; if it does not come the server is silent. */
const drawings = () => import("../maps/picture.js").catch(() => {
  throw new Silence("a part did not come");
});

/** @param asked () -> the question {study, surface, start} @param declared () -> what the catalogue says of the study @returns the element */
export function takeaway(figures, asked, declared) {
  const said = make("p", { className: "note", role: "status", "data-testid": "study-take-said" });
  const buttons = ["png", "svg", ...Object.keys(NUMBERS)].map((format) => {
    const button = make("button", { type: "button", className: "quiet", "data-testid": `study-${format}` }, format.toUpperCase());
    button.addEventListener("click", () => take(button, format));
    return button;
  });

  /** What goes wrong is said below the buttons. They keep the focus, which a disabled one would lose. */
  async function take(button, format) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    said.textContent = t("export.making");
    try {
      save(`ravine-${declared().kind}.${format}`, await made(format), NUMBERS[format]);
      said.textContent = "";
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      said.textContent = error instanceof Refusal ? error.message : t("fault.silent");
    } finally {
      button.ariaBusy = "false";
    }
  }

  async function made(format) {
    if (NUMBERS[format]) return (format === "csv" ? EXCEL : "") + (await studyAs(NUMBERS[format], asked()));
    return (await drawings()).filed(figures, { title: say(declared().title), lines: [settings()], light: true }, format);
  }

  function settings() {
    const { study, surface, start } = asked();
    const ground = surface ? settingsOf("surfaces", surface) : [];
    const place = start ? [`${t("start.title")} (${start.map((part) => pretty(part, 4)).join(", ")})`] : [];
    return [...settingsOf("studies", study), ...ground, ...place].join(" · ");
  }

  return make("div", { className: "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("study.take")), make("div", { className: "take-buttons" }, ...buttons), said);
}
