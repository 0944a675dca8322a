/** Taking the map away: a picture, its numbers. What a picture needs is loaded when it is asked for. */
import { mapAs } from "../api.js";
import { make } from "../controls.js";
import { fileName, save } from "../files.js";
import { question } from "../maps/question.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { t } from "../words.js";

const NUMBERS = { npz: "application/x-npz", csv: "text/csv" };
const PICTURES = ["png", "svg"];

export function mount(element, store) {
  const { buttons, row, said } = takeButtons([...PICTURES, ...Object.keys(NUMBERS)], "take", async (format) => {
    const { map, ...race } = store.spec;
    save(`${fileName(race)}-${map.kind}.${format}`, await made(format));
  });
  element.replaceChildren(make("h2", { className: "row-label" }, t("maps.take")), row, said);

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
