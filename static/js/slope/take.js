/** Taking the view in space away, what Plotly drew, which its canvas does not keep, beneath what is ours; and the charts. */
import { entry } from "../catalogue.js";
import { make } from "../controls.js";
import { save } from "../files.js";
import { pretty } from "../numbers.js";
import { imageOf } from "../plot.js";
import { drawings, takeButtons } from "../takeaway/buttons.js";
import { settingsOf } from "../takeaway/settings.js";
import { say, t } from "../words.js";

/** @returns {element, space(plot, backdrop), charts(element)}: the element with the buttons for what was offered */
export function createTakeaway(store) {
  const element = make("div", { className: "study-take", "data-part": "export" }, make("h3", { className: "row-label" }, t("study.take")));

  function offer(name, what, made) {
    const { row, said } = takeButtons(["png", "svg"], name, async (format) => save(`ravine-${name}.${format}`, await made(format)));
    row.prepend(make("span", { className: "note" }, t(`slope.take-${what}`)));
    element.append(row, said);
  }

  return {
    element,
    /** @param plot of the view in space @param backdrop in it, which Plotly draws on */
    space: (plot, backdrop) => offer("slope", "space", async (format) => {
      const { filed } = await drawings();
      const ground = await painted(backdrop);
      backdrop.after(ground);
      try {
        return await filed(plot, words(store), format);
      } finally {
        ground.remove();
      }
    }),
    charts: (charts) => offer("slope-charts", "charts", async (format) => (await drawings()).filed(charts, { ...words(store), light: true }, format)),
  };
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
