/** What the map says, in words: where runs end, which settings are best, and how much room there is for error. */
import { make } from "../controls.js";
import { swatch } from "../look.js";
import { basinsTold, endName, sweepTold } from "../maps/telling.js";
import { t } from "../words.js";

export function mount(element, store) {
  const title = make("h2", { className: "panel-title", tabIndex: -1 });
  const body = make("div", { className: "verdict-body" });
  element.replaceChildren(title, body);
  let drawn = null;

  const runHead = ({ slot, label }) => make("h3", { className: "run-cell" }, swatch(slot), make("span", {}, label));

  function widened(map) {
    store.put("spec", { map: { ...store.spec.map, ...map } });
    title.focus(); // the button that was pressed goes with its edge
  }

  /** One run of a sweep: its best, what lies on an edge, how wide the good region is. */
  function runTold(map, run) {
    const { best, edge, wider, room } = sweepTold(map, run, store.spec);
    const parts = [runHead(map.runs[run]), make("p", { "data-testid": "best" }, best)];
    if (edge) {
      const widen = make("button", { type: "button", className: "quiet", "data-testid": "widen" }, t("maps.widen"));
      widen.addEventListener("click", () => widened(wider));
      parts.push(make("p", { className: "edge", "data-testid": "edge" }, edge, " ", wider ? widen : null));
    }
    if (room) parts.push(make("p", { className: "note", "data-testid": "room" }, room));
    return make("section", { className: "told", "data-testid": "told" }, ...parts);
  }

  function basins(map) {
    const { heads, rows, restless, apart } = basinsTold(map);
    const head = make("tr", {}, make("th", { scope: "col", className: "col-name" }, t("maps.ends-at")),
      ...heads.map(({ slot, label }) => make("th", { scope: "col" }, swatch(slot), make("span", {}, label))));
    const line = (id, name, shares) => make("tr", { "data-testid": id }, make("th", { scope: "row", className: "col-name" }, name), ...shares.map((share) => make("td", {}, share)));
    const lines = rows.map((row) => line("share", endName(map.places, row), row.shares));
    const still = restless ? [make("tfoot", {}, line("restless", t("maps.restless"), restless))] : [];
    return [
      make("table", { className: "results" }, make("thead", {}, head), make("tbody", {}, ...lines), ...still),
      ...(apart ? [make("p", { "data-testid": "apart" }, apart)] : []),
    ];
  }

  /** While a map like the last one is on its way its words stay, paler: nothing jumps while a control is dragged. */
  function show() {
    const { map } = store.data;
    const kind = store.spec.map.kind;
    title.textContent = t(`maps.${kind}-heading`);
    const verdict = map?.verdict ?? null;
    element.toggleAttribute("data-stale", !verdict && drawn?.kind === kind);
    if (verdict && verdict !== drawn?.verdict) {
      drawn = { kind, verdict };
      body.replaceChildren(...(map.kind === "basin" ? basins(map) : map.runs.map((_, run) => runTold(map, run))));
    } else if (!verdict && drawn?.kind !== kind) {
      drawn = null;
      body.replaceChildren(make("p", { className: "note" }, store.data.fault ? "" : t("maps.soon")));
    }
  }

  const quit = store.on("data", (_data, patch) => "map" in patch && show());
  show();
  return quit;
}
