/** One run at the epoch that is shown: its name, what the network answers, how good that is. */
import { iconButton, make } from "../controls.js";
import { write } from "../lab/keeping.js";
import { swatch } from "../look.js";
import { t } from "../words.js";
import { createConfusion } from "./confusion.js";
import { at, brokenAt } from "./moment.js";
import { createPoints } from "./points.js";
import { createRegions } from "./regions.js";
import { pictureWords, standing } from "./told.js";
import { createWorst } from "./worst.js";

/** @param focus (run or null): look at it in detail @returns {element, name(run, alone, single), run(), take() the focus, show(training, epoch, theme), say(training, epoch)} */
export function createPane(focus) {
  const title = make("h2", { className: "net-name" });
  const closer = iconButton("inspect", "", turn, { "data-testid": "net-closer" });
  const all = make("span", {}, t("drawn.all-runs"));
  closer.append(all);
  const regions = createRegions();
  const points = createPoints();
  const worst = createWorst();
  const confusion = createConfusion({ answer: t("drawn.answer"), truth: t("drawn.truth") });
  const broken = make("p", { "className": "net-broken", "aria-hidden": "true", "data-fleeting": "", "hidden": true });
  const plane = make("div", { className: "net-plane" }, regions.element, points.element);
  const picture = make("div", { className: "net-picture", role: "img", "data-testid": "net-picture" }, plane, confusion.element, broken);
  const line = make("p", { className: "net-standing", "data-testid": "net-standing" });
  const element = make("section", { className: "net-pane", "data-testid": "net-pane" }, make("header", { className: "net-head" }, title, closer), picture, line, worst.element);
  let run = null;
  let drawn = null;
  let alone = false;

  function turn({ detail }) {
    if (detail > 0) closer.blur(); // after a click the space bar plays again
    focus(alone ? null : run.index);
  }

  return {
    element,
    name(next, isAlone, single) {
      [run, alone] = [next, isAlone];
      title.replaceChildren(swatch(run.slot), make("span", { title: run.name }, run.name));
      element.setAttribute("aria-label", run.name);
      closer.hidden = single;
      closer.querySelector("use").setAttribute("href", alone ? "#icon-tiles" : "#icon-inspect");
      closer.toggleAttribute("data-alone", alone);
      all.hidden = !alone;
      closer.title = t(alone ? "drawn.all-runs" : "drawn.closer");
      closer.setAttribute("aria-label", alone ? t("drawn.all-runs") : t("drawn.closer-to", { name: run.name }));
    },
    run: () => run,
    take: () => closer.focus(),
    /** @param theme {inks, colours, judged, smooth} @param room where more than the epoch may be another: {columns} of the worst pictures */
    show(training, epoch, theme, room) {
      const { data } = training.start;
      const now = at(training.pictures[run.index], epoch);
      const fresh = room || theme !== drawn?.theme;
      const onPlane = Boolean(data.window);
      plane.hidden = !onPlane;
      confusion.element.toggleAttribute("hidden", onPlane || !now);
      worst.element.hidden = onPlane || !now;
      if (onPlane && room) points.show(data.points, data.window, theme.inks);
      if (!onPlane && room && now) {
        confusion.fit(now.confusion.length);
        worst.fit(room.columns);
      }
      if (fresh || now !== drawn.now) {
        if (onPlane) regions.show(now, theme.colours, theme.smooth);
        else if (now) {
          confusion.show(now.confusion, theme.judged);
          worst.show(now.worst, theme.judged);
        }
      }
      drawn = { theme, now };
    },
    /** What is written changes less often than what is drawn. */
    say(training, epoch) {
      const { data } = training.start;
      const words = standing(training, run.index, epoch);
      const lost = brokenAt(training, run.index);
      write(line, words);
      const gone = lost !== null && epoch >= lost;
      element.toggleAttribute("data-broken", gone);
      broken.hidden = !gone;
      if (gone) write(broken, words);
      const now = at(training.pictures[run.index], epoch);
      if (now?.worst) worst.say(now.worst);
      picture.setAttribute("aria-label", pictureWords(now, { name: run.name, line: words, epoch, classes: data.classes }));
    },
  };
}
