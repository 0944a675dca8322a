/** The printed page: the server's words and formulas, with the picture and the results of the moment on the screen. */
import { exported } from "../api.js";
import { breakOf } from "../arrays.js";
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";
import { order } from "./order.js";
import { still } from "./still.js";

const PAGE = { width: 680, height: 930 }; // CSS pixels that A4 and Letter both have within their margins
const LEAST = 260; // pixels of the picture before the words shrink

/** Put the handout of this moment on the page, where only print shows it, and answer its element. */
export async function prepared(store) {
  const [words, picture] = await Promise.all([exported("handout", order(store)), still(store, "svg", { light: true, bare: true })]);
  const element = make("section", { id: "handout", className: "handout", "data-testid": "handout", lang: document.documentElement.lang });
  element.innerHTML = words;
  element.querySelector("[data-date]").textContent = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  const image = make("img", { src: picture, alt: "" });
  element.querySelector("[data-figure]").append(image);
  for (const row of element.querySelectorAll("[data-run]")) fill(row, store, Number(row.dataset.run));
  document.getElementById("handout")?.remove();
  document.body.append(element);
  await image.decode().catch(() => {}); // it prints as it is; only its size is not known yet
  fit(element, image);
  return element;
}

function fill(row, { spec, view, data }, i) {
  const { look } = spec.runs[i];
  row.querySelector("[data-swatch]").append(swatch(look.slot));
  const series = data.race?.series[data.race.ids.indexOf(look.id)];
  if (!series?.count) return;
  const at = series.last(view.frame);
  const away = data.grid.minima.map(([x, y]) => Math.hypot(x - series.x[at], y - series.y[at]));
  const over = at === series.count - 1 ? series.result : null;
  const say = (key, text) => (row.querySelector(`[data-${key}]`).textContent = text);
  say("loss", pretty(series.loss[at]));
  say("distance", away.length ? pretty(Math.min(...away)) : "–");
  say("evaluations", String(series.evaluations[at]));
  say("status", over ? t(`status.${over.status}`, { step: breakOf(over)?.step ?? at }) : t("player.at", { step: at, last: data.race.steps }));
}

/** One page: the picture takes what the words leave; where they leave too little, they shrink and run in more columns. */
function fit(element, image) {
  element.classList.add("measuring");
  image.style.height = "0";
  let zoom = 1;
  const words = () => {
    element.style.width = `${PAGE.width / zoom}px`;
    return element.scrollHeight * zoom;
  };
  while (words() > PAGE.height - LEAST && zoom > 0.4) zoom -= 0.05;
  image.style.height = `${Math.min(PAGE.height - words(), 0.8 * PAGE.width) / zoom}px`;
  element.style.setProperty("--zoom", zoom);
  element.classList.remove("measuring");
}
