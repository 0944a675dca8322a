/** Small multiples: a map for each run, all with the same window, the same ground and the same moment. */
import { breakOf } from "../arrays.js";
import { make } from "../controls.js";
import { colours } from "../look.js";
import { pretty } from "../numbers.js";
import { paint } from "../picture.js";
import { names } from "../runs.js";
import { levels } from "../traces/levels.js";
import { mapOf } from "../window.js";
import { t } from "../words.js";
import { createTile } from "./tile.js";

const OFTEN = 250; // milliseconds between two readings while the race plays
const SLIMMEST = 1 / 3; // a window beyond this has a scale for each axis
const LEAST = 5; // rem across of a plot; where not all can be as large, they scroll
const NARROW = 30; // rem below which the page scrolls instead of the tiles shrinking
const phone = matchMedia("(max-width: 46rem)"); // large type makes the figure of a lecture as narrow, which does not scroll

export function mount(element, store) {
  const list = make("ul", { className: "tile-list", "aria-label": t("tiles.title") });
  const picture = document.createElement("canvas"); // never on the page: every tile copies it
  element.replaceChildren(list);
  let tiles = []; // [{id, tile}]
  let built = "";
  let ground = null; // the grid on the screen
  let raced = null;
  let read = 0;

  const visible = () => store.spec.runs.filter(({ look }) => !look.hidden);
  const seriesOf = (id) => store.data.race?.series[store.data.race.ids.indexOf(id)];

  /** The tiles there have to be; made anew only where a run came, went or changed its name. */
  function build() {
    const called = names(store.spec.runs);
    const wanted = store.spec.runs.map(({ look }, i) => ({ look, name: called[i] })).filter(({ look }) => !look.hidden);
    const key = JSON.stringify(wanted.map(({ look, name }) => [look.id, look.slot, name]));
    if (key === built) return false;
    built = key;
    tiles = wanted.map(({ look, name }) => ({ id: look.id, tile: createTile(look, name, () => store.put("view", { inspected: look.slot })) }));
    list.replaceChildren(...tiles.map(({ tile }) => tile.element));
    return true;
  }

  function arrange() {
    const { grid } = store.data;
    const [width, height] = [element.clientWidth, element.clientHeight];
    if (!grid || !width || !height) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (!store.view.aspect) store.put("view", { aspect: width < NARROW * rem ? 1 : width / height });
    build();
    ground = grid;
    const range = [grid.x[0], grid.x[1], grid.y[0], grid.y[1]];
    const share = (range[1] - range[0]) / (range[3] - range[2]);
    const aspect = share >= SLIMMEST && share <= 1 / SLIMMEST ? share : 1.4;
    const whole = getComputedStyle(element).getPropertyValue("--whole").trim() === "1";
    const { columns, ...size } = fit(tiles.length, width, height, aspect, rem, whole);
    if (!tiles.length) return;
    list.style.setProperty("--columns", columns);
    list.style.setProperty("--plot-width", `${size.width}px`);
    list.style.setProperty("--plot-height", `${size.height}px`);
    paint(picture, grid, range, levels(grid), colours().bands, size.width, size.height);
    const map = mapOf(range, size.width, size.height);
    const inside = ([x, y]) => x >= range[0] && x <= range[1] && y >= range[2] && y <= range[3];
    tiles.forEach(({ tile }, i) => tile.stand(picture, range, map, size, grid.minima.filter(inside), visible()[i].start ?? store.spec.start ?? grid.begin));
    run();
  }

  function run() {
    const { race } = store.data;
    if (!ground || (race && race.of !== ground.of)) return;
    raced = race;
    const theme = colours();
    for (const { id, tile } of tiles) tile.show(seriesOf(id), theme, store.view.frame);
    tell(store.view.frame);
  }

  function tell(frame) {
    for (const { id, tile } of tiles) {
      const series = seriesOf(id);
      if (!series?.count) continue;
      const at = series.last(frame);
      const result = at === series.count - 1 ? series.result : null;
      const status = result && t(`status.${result.status}`, { step: breakOf(result)?.step ?? at });
      const loss = `${t("loss")} ${pretty(series.loss[at])}`;
      const broken = breakOf(result) !== null; // what it was worth then says nothing
      tile.say(broken ? status : status ? `${loss} · ${status}` : loss, broken);
    }
  }

  const stops = [
    store.on("data", (data, patch) => {
      if (element.hidden) return;
      if (data.grid !== ground) arrange();
      else if ("race" in patch && data.race !== raced) run();
      else if ("race" in patch) tell(store.view.frame);
    }),
    store.on("spec", arrange),
    store.on("view", (_view, patch) => "theme" in patch && arrange()),
    store.on("frame", (frame) => {
      if (!ground || element.hidden) return;
      for (const { tile } of tiles) tile.advance(frame);
      const now = performance.now();
      if (store.view.playing && now - read < OFTEN) return;
      read = now;
      tell(frame);
    }),
  ];
  const watcher = new ResizeObserver(arrange);
  watcher.observe(element);

  return () => {
    watcher.disconnect();
    for (const stop of stops) stop();
  };
}

/**
 * As large as `count` plots of one aspect can be; where there is little room, some abreast and as many rows as it takes,
 * unless all have to be in sight: `whole`, which a style sheet says by --whole.
 */
function fit(count, width, height, aspect, rem, whole) {
  const [beside, above, gap] = [2.4 * rem, (whole ? 3.2 : 4.2) * rem, 0.75 * rem]; // what a tile has besides its plot
  const across = (columns) => (width - gap * (columns - 1)) / columns - beside;
  const sized = (columns, plot) => ({ columns, width: Math.floor(plot), height: Math.floor(plot / aspect) });
  const abreast = Math.max(2, Math.floor(width / (12 * rem)));
  if (!whole && phone.matches && width < NARROW * rem) return sized(abreast, across(abreast));
  let best = sized(1, 0);
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const tall = (height - gap * (rows - 1)) / rows - above;
    const plot = Math.min(across(columns), tall * aspect);
    if (plot > best.width) best = sized(columns, plot);
  }
  return !whole && best.width < LEAST * rem ? sized(abreast, across(abreast)) : best;
}
