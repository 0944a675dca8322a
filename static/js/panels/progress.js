/** How far the map is: a bar, what is to come, the place in line; and the button that stops it or goes on. */
import { icon, make } from "../controls.js";
import { inLine } from "../queue.js";
import { lang, t } from "../words.js";

const whole = (count) => count.toLocaleString(lang);

/** Seconds to read. */
function seconds(time) {
  if (time >= 90) return t("maps.minutes", { minutes: Math.round(time / 60) });
  return t("maps.seconds", { seconds: time < 10 ? Math.max(0.1, time).toFixed(1) : Math.round(time) });
}

/** @param more {mapping: {begin(), stop()}, news: the live region} */
export function mount(element, store, { mapping, news }) {
  const button = make("button", { type: "button", className: "icon-button", "data-testid": "stop-map", "data-part": "stop-map" });
  const bar = make("progress", { max: 1, value: 0, "aria-label": t("maps.progress") });
  const words = make("p", { className: "where", "data-testid": "map-state" });
  element.replaceChildren(button, bar, words);
  button.addEventListener("click", () => (store.data.busy ? mapping.stop() : mapping.begin()));

  function said({ map, busy, fault }) {
    const { line = null, again = null, left = null, done = 0, total = 0, verdict = null, took = 0 } = map ?? {};
    if (!busy && fault && !verdict) return "";
    const percent = total ? Math.floor((100 * done) / total) : 0;
    if (busy && again !== null) return t("maps.again", { seconds: again });
    if (busy && line !== null) return inLine(line);
    if (busy && left !== null) return t("maps.to-come", { percent, left: seconds(left) });
    if (busy) return t("maps.percent", { percent });
    if (verdict) return t("maps.done", { count: whole(total), time: seconds(took / 1000) });
    return t("maps.stopped", { percent });
  }

  let told = "";
  let drawn = null;
  function show() {
    const { data } = store;
    const { map, busy } = data;
    const complete = Boolean(map?.verdict) && !busy;
    words.textContent = said(data);
    bar.value = complete ? 1 : map?.total ? map.done / map.total : 0;
    element.toggleAttribute("data-busy", busy);
    element.toggleAttribute("data-complete", complete);
    const name = busy ? "stop" : "play";
    if (drawn !== name) button.replaceChildren(icon(name));
    drawn = name;
    button.title = t(busy ? "maps.stop" : "maps.go-on");
    button.setAttribute("aria-label", button.title);
    button.disabled = complete;
    // A listener hears of the end, not of every percent.
    const heard = busy ? t("maps.busy") : words.textContent;
    if (heard !== told) news.textContent = told = heard;
  }

  const quit = store.on("data", (_data, patch) => ("map" in patch || "busy" in patch) && show());
  show();
  return quit;
}
