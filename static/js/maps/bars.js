/** How wide the good region of each run is, on the axis of the curves above: the widest first. */
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";

const ROW = 2.5; // ems

/** @param px value -> pixel, as the curves have it */
export function drawBars(element, { about, runs, verdict }, { looks }, box, px) {
  const good = runs.map(({ label }, run) => ({ label, run, ...verdict?.runs[run] })).filter((one) => one.best && one.good)
    .map(({ good: { share, low: [low], high: [high] }, ...one }) => ({ ...one, share, low, high })).sort((a, b) => b.share - a.share);
  element.hidden = !good.length;
  if (!good.length) return;
  const { em } = typeSize();
  const rows = good.flatMap(({ label, run, share, low, high, best }, i) => {
    const y = (i * ROW + 1.85) * em;
    const [from, to] = [px(low), px(high)];
    const ends = [about.x[run][0], about.x[run].at(-1)].map(px);
    return [
      svg("text", { class: "map-bar-name", x: 0.4 * em, y: y - 0.75 * em }, label),
      svg("text", { class: "map-bar-share", x: box.left + box.width, y: y - 0.75 * em },
        t("map.share", { percent: Math.round(100 * share), low: pretty(low, 2), high: pretty(high, 2) })),
      svg("path", { class: "map-track", d: `M${ends[0]} ${y}H${ends[1]}` }),
      svg("rect", { class: "map-good", x: from - 3, y: y - 5, width: to - from + 6, height: 10, rx: 3, style: `--tone:${looks[run].colour}` }),
      svg("path", { class: "map-at-best", d: `M${px(about.x[run][best.cell])} ${y - 8}v16` }),
    ];
  });
  element.replaceChildren(make("h3", {}, t("map.wide")),
    svg("svg", { class: "map-rows", "aria-hidden": "true", style: `height:${ROW * good.length + 0.4}em` }, ...rows),
    make("p", { className: "for-ears" }, good.map(({ label, share, low, high }) =>
      `${label}: ${t("map.share", { percent: Math.round(100 * share), low: pretty(low, 2), high: pretty(high, 2) })}.`).join(" ")));
}
