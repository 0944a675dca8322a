/** Taking the map away: a picture, its numbers. What a picture needs is loaded when it is asked for. */
import { Refusal, Silence, mapAs } from "../api.js";
import { make } from "../controls.js";
import { fileName, save } from "../files.js";
import { question } from "../maps/question.js";
import { t } from "../words.js";

const NUMBERS = { npz: "application/x-npz", csv: "text/csv" };
const PICTURES = ["png", "svg"];

/** What makes pictures; if it does not come the server is silent. */
const drawings = () => import("../maps/picture.js").catch(() => {
  throw new Silence("a part did not come");
});

export function mount(element, store) {
  const said = make("p", { className: "note", role: "status", "data-testid": "take-said" });
  const buttons = [...PICTURES, ...Object.keys(NUMBERS)].map((format) => {
    const button = make("button", { type: "button", className: "quiet", "data-testid": `take-${format}` }, format.toUpperCase());
    button.addEventListener("click", () => take(button, format));
    return button;
  });
  element.replaceChildren(make("h2", { className: "row-label" }, t("maps.take")), make("div", { className: "take-buttons" }, ...buttons), said);

  /** What goes wrong is said below the buttons. They keep the focus, which a disabled one would lose. */
  async function take(button, format) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    said.textContent = t("export.making");
    try {
      const { map, ...race } = store.spec;
      save(`${fileName(race)}-${map.kind}.${format}`, await made(format));
      said.textContent = "";
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      said.textContent = error instanceof Refusal ? error.message : t("fault.silent");
    } finally {
      button.ariaBusy = "false";
    }
  }

  async function made(format) {
    if (PICTURES.includes(format)) return (await drawings()).file(document.getElementById("map"), store, format);
    const { path, body } = question(store.spec);
    return mapAs(NUMBERS[format], path, body);
  }

  function show() {
    for (const button of buttons) button.disabled = !store.data.map?.about;
  }
  const quit = store.on("data", (_data, patch) => "map" in patch && show());
  show();
  return quit;
}
