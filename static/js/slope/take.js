/** Taking the view in space away: what Plotly drew, which its canvas does not keep, beneath what is ours. */
import { entry } from "../catalogue.js";
import { make } from "../controls.js";
import { save } from "../files.js";
import { pretty } from "../numbers.js";
import { imageOf } from "../plot.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { settingsOf } from "../takeaway/settings.js";
import { say, t } from "../words.js";

/** @param plot of the view in space @param backdrop in it, which Plotly draws on @returns the element with the buttons */
export function takeaway(plot, backdrop, store) {
  const { row, said } = takeButtons(["png", "svg"], "slope", async (format) => save(`ravine-slope.${format}`, await made(format)));

  async function made(format) {
    const { filed } = await drawings();
    const ground = await painted(backdrop);
    backdrop.after(ground);
    try {
      return await filed(plot, words(store), format);
    } finally {
      ground.remove();
    }
  }

  return make("div", { className: "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("study.take")), row, said);
}

/** The picture of Plotly as a canvas that can be read. */
async function painted(backdrop) {
  const { data, layout, clientWidth: width, clientHeight: height } = backdrop;
  const image = new Image();
  image.src = await imageOf(backdrop, { data, layout: { ...layout, width, height } }, "png", 2);
  await image.decode();
  const canvas = make("canvas", { className: "backdrop", width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function words({ spec, data }) {
  const at = (spec.start ?? data.grid.begin).map((part) => pretty(part, 4)).join(", ");
  const title = `${say(entry("surfaces", spec.surface.kind).title)}: ${t("gradients.slope-heading")}`;
  return { title, lines: [[...settingsOf("surfaces", spec.surface), `${t("start.title")} (${at})`].join(" · ")] };
}
