/** How wide the good region of each run is, on the axis of the curves above: the widest first. */
import { make } from "../controls.js";
import { svg, typeSize } from "../look.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";
import { wideTold } from "./telling.js";

const ROW = 2.5; // ems: a run

/** @param px value -> pixel, as the curves have it */
export function drawBars(element, { about, runs, verdict }, { looks }, box, px) {
  const good = runs.map(({ label }, run) => ({ label, run, ...verdict?.runs[run] })).filter((one) => one.best && one.good)
    .map(({ good: { share, pieces }, ...one }) => ({ ...one, share, pieces, wide: wideTold(about, one.run, share) }))
    .map((one) => ({ ...one, words: told(one.wide, one.pieces) })).sort((a, b) => b.share - a.share);
  element.hidden = !good.length;
  if (!good.length) return;
  const { em } = typeSize();
  const rows = good.flatMap(({ label, run, pieces, words, best }, i) => {
    const y = (i * ROW + ROW - 0.65) * em;
    const ends = [about.x[run][0], about.x[run].at(-1)].map(px);
    return [
      svg("text", { class: "map-bar-name", x: 0.4 * em, y: y - 0.75 * em }, label),
      svg("text", { class: "map-bar-share", "text-anchor": "end", x: box.left + box.width, y: y - 0.75 * em }, words),
      svg("path", { class: "map-track", d: `M${ends[0]} ${y}H${ends[1]}` }),
      ...pieces.map((ends) => ends.map(px)).map(([from, to]) =>
        svg("rect", { class: "map-good", x: from - 3, y: y - 5, width: to - from + 6, height: 10, rx: 3, style: `--tone:${looks[run].colour}` })),
      svg("path", { class: "map-at-best", d: `M${px(about.x[run][best.cell])} ${y - 8}v16` }),
    ];
  });
  element.replaceChildren(make("h3", {}, t(`map.wide-${about.measure}`)),
    svg("svg", { class: "map-rows", "aria-hidden": "true", style: `height:${ROW * good.length + 0.4}em` }, ...rows),
    make("p", { className: "for-ears" }, good.map(({ label, words }) => `${label}: ${words}.`).join(" ")));
  const names = element.querySelectorAll(".map-bar-name");
  element.querySelectorAll(".map-bar-share").forEach((share, i) => {
    const room = box.left + box.width - 1.4 * em - names[i].getComputedTextLength();
    if (share.getComputedTextLength() > room) share.textContent = good[i].wide; // from where to where is seen
  });
}

/** How wide, and from where to where; or, where it is torn, in how many pieces. */
function told(part, pieces) {
  if (pieces.length > 1) return t("map.pieces", { part, count: pieces.length });
  if (!pieces.length) return part;
  const [low, high] = pieces[0].map((end) => pretty(end, 2));
  return t(pieces[0][0] === pieces[0][1] ? "map.share-at" : "map.share", { part, low, high });
}
