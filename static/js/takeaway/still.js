/** What is seen as a picture to take away. */
import { breakOf } from "../arrays.js";
import { colours, lightColours, lineOf, SYMBOLS } from "../look.js";
import { pretty } from "../numbers.js";
import { shownStep } from "../player.js";
import { imageOf } from "../plot.js";
import { lossAt, placesAt, seeds } from "../repeats.js";
import { names } from "../runs.js";
import { surfaceName } from "../surface-name.js";
import { levels } from "../traces/levels.js";
import { stillFigure } from "../traces/still.js";
import { fitted } from "../window.js";
import { t } from "../words.js";
import { settingsOf } from "./settings.js";

const WIDTH = { whole: 900, bare: 520 }; // of the map in pixels; a tall one is about as high as this instead

/** Surface and race in a line of symbols and numbers; what the title says is not said again. */
function settingsLine({ spec, view, data }) {
  const start = (spec.start ?? data.grid.begin).map((part) => pretty(part, 4)).join(", ");
  const repeats = spec.repeats > 1 ? [t("repeats.seeds", seeds(spec))] : [];
  const ground = settingsOf("surfaces", spec.surface).filter((said) => said !== surfaceName(spec.surface));
  return [...ground, ...repeats, `${t("start.title")} (${start})`, t("player.at", { step: shownStep(view.frame, data.race), last: data.race?.steps ?? spec.steps })].join(" · ");
}

/** A data: address of the moment on the screen. @param format png or svg @param light on white, whatever the theme; bare: the map alone */
export async function still(store, format, { light, bare = false }) {
  const { spec, view, data } = store;
  const theme = light ? lightColours() : colours();
  const aspect = Math.min(2.2, Math.max(0.6, view.aspect ?? 1.4));
  const range = view.range ?? fitted(data.grid.domain, aspect);
  const called = names(spec.runs);
  const runs = spec.runs.flatMap(({ look }, i) => {
    const series = data.race?.series[data.race.ids.indexOf(look.id)];
    if (!series?.count || look.hidden) return [];
    const last = series.last(view.frame);
    const broken = last === series.count - 1 ? breakOf(series.result) : null;
    const name = `${called[i]}  ${broken ? t(`status.${series.result.status}`, { step: broken.step }) : pretty(lossAt(series, view.frame))}`;
    const dots = bare ? null : placesAt(series, view.frame); // what is bare has words that speak of the first repeat alone
    return [{ name, x: series.x, y: series.y, count: last + 1, broken, dots, symbol: SYMBOLS[look.slot % SYMBOLS.length], ...lineOf(look.slot, theme) }];
  });
  const title = bare ? "" : surfaceName(spec.surface);
  const words = { title, subtitle: settingsLine(store), x: "x", y: "y", hole: t("figure.no-value") };
  const start = spec.start ?? data.grid.begin;
  const width = Math.round((bare ? WIDTH.bare : WIDTH.whole) * Math.min(1, aspect));
  const figure = stillFigure(data.grid, range, levels(data.grid), runs, start, words, theme, width, aspect);
  return imageOf(document.getElementById("figure"), figure, format, format === "png" ? 2 : 1);
}

/** A data: address as a file's content. */
export async function content(address) {
  const [head, body] = [address.slice(0, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
  const type = head.slice(5).split(";")[0];
  if (!head.endsWith(";base64")) return new Blob([decodeURIComponent(body)], { type });
  const bytes = Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0));
  return new Blob([bytes], { type });
}
