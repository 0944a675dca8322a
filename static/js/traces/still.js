/** The whole picture of a moment of a race as one figure for Plotly, to be saved: ground, paths, heads and a legend. */
import { contourFigure } from "./contour.js";
import { rimsOf, roomOf } from "./outline.js";

const BROKEN = { diverged: "x", left: "circle-x-open" };
const NEAR = 0.5; // pixels a line must move before it is worth a point

/**
 * @param grid, range, levels as for contourFigure
 * @param runs [{name, x, y, count, stroke, edge, dash, symbol, broken, dots}]: lists and how many of their points are seen;
 * dots {x, y} are where its repeats are, if there are any: the path is then as faint as on the page
 * @param words {x, y, title, subtitle, hole}; without a title there is no legend either @param theme {bands, paper, ink} @param width of the map in pixels; @param aspect of it
 */
export function stillFigure(grid, range, levels, runs, start, words, theme, width, aspect) {
  const height = Math.round(width / aspect);
  const below = aspect < 1;
  const room = words.title ? { l: 64, r: below ? 24 : 250, t: 92, b: below ? 74 + 26 * Math.ceil(runs.length / 2) : 60 } : { l: 60, r: 12, t: 12, b: 52 };
  const { data, layout } = contourFigure(grid, range, levels, theme.bands, width, height);
  const scale = { x: width / (range[1] - range[0]), y: height / (range[3] - range[2]) };
  const axis = (from, to, title) => ({
    range: [from, to], title: { text: title, standoff: 6 }, showgrid: false, zeroline: false, ticks: "outside", constrain: "domain", linecolor: theme.ink, mirror: true, showline: true,
  });
  return {
    data: [...data, ...hole(grid, theme.bands.hole), minima(grid, theme), ...runs.flatMap((run) => traces(run, scale)), begin(start, theme)],
    layout: {
      ...layout,
      width: width + room.l + room.r,
      height: height + room.t + room.b,
      margin: room,
      xaxis: axis(range[0], range[1], words.x),
      // A legend of long names takes room from the map, which keeps its shape.
      yaxis: { ...axis(range[2], range[3], words.y), scaleanchor: "x", scaleratio: scale.y / scale.x, constrain: "domain", constraintoward: "top" },
      paper_bgcolor: theme.paper,
      plot_bgcolor: theme.paper,
      font: { family: "system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif", size: 15, color: theme.ink },
      title: words.title && { text: `<b>${plain(words.title)}</b><br><span style="font-size:14px">${plain(words.subtitle)}</span>`, x: 0, xref: "paper", xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 30 }, font: { size: 19 } },
      legend: below ? { orientation: "h", x: 0, y: 0, yref: "container", yanchor: "bottom" } : { x: 1.015, y: 1, xanchor: "left" },
      showlegend: Boolean(words.title),
      annotations: holeWords(grid, words.hole, theme),
    },
  };
}

/** Plotly reads a little HTML in what it writes. */
const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function traces(run, scale) {
  const { x, y } = thinned(run, scale);
  const same = { type: "scatter", hoverinfo: "skip", legendgroup: run.name };
  const dash = run.dash.map((part) => `${part}px`).join(",") || "solid";
  const head = { symbol: BROKEN[run.broken?.how] ?? run.symbol, size: 13, color: run.stroke, line: { color: run.edge, width: 1.5 } };
  return [
    ...(run.dots ? clouded(run, x, y, same) : [
      { ...same, mode: "lines", x, y, line: { color: run.edge, width: 5 }, showlegend: false },
      { ...same, mode: "lines", x, y, line: { color: run.stroke, width: 2.6, dash }, name: plain(run.name), showlegend: false },
    ]),
    { ...same, mode: "markers", x: x.slice(-1), y: y.slice(-1), marker: head, showlegend: false },
    // What the legend shows: line and head together, in no place on the map.
    { ...same, mode: "lines+markers", x: [null], y: [null], line: { color: run.stroke, width: 2.6, dash }, marker: { ...head, size: 10 }, name: plain(run.name) },
  ];
}

function clouded({ gap, stroke, edge, dots }, x, y, same) {
  const marker = { symbol: "circle", size: 6.5, opacity: 0.6, color: stroke, line: { color: edge, width: 0.7 } };
  return [
    { ...same, mode: "lines", x, y, line: { color: gap, width: 1.6 }, showlegend: false },
    { ...same, mode: "markers", x: Array.from(dots.x), y: Array.from(dots.y), marker, showlegend: false },
  ];
}

/** The points of a path that can be told apart at this scale, its last one always. */
function thinned({ x, y, count }, scale) {
  const kept = { x: [], y: [] };
  let [px, py] = [Infinity, Infinity];
  for (let i = 0; i < count; i++) {
    const near = Math.hypot((x[i] - px) * scale.x, (y[i] - py) * scale.y) < NEAR;
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i]) || (near && i < count - 1)) continue;
    kept.x.push((px = x[i]));
    kept.y.push((py = y[i]));
  }
  return kept;
}

function minima({ minima: found }, { ink }) {
  const marker = { symbol: "cross-thin", size: 12, line: { color: ink, width: 2 } };
  return { type: "scatter", mode: "markers", x: found.map(([x]) => x), y: found.map(([, y]) => y), marker, hoverinfo: "skip", showlegend: false };
}

/** What covers the places without a value. */
function hole(grid, { ground, line }) {
  const rims = rimsOf(grid);
  if (!rims.length) return [];
  const along = (i) => rims.flatMap((rim) => [...rim, rim[0]].map((place) => place[i]).concat(null));
  const fillpattern = { shape: "/", size: 9, solidity: 0.12, fgcolor: line, bgcolor: ground, fillmode: "replace" };
  return [{ type: "scatter", mode: "lines", x: along(0), y: along(1), fill: "toself", fillpattern, line: { color: line, width: 1 }, hoverinfo: "skip", showlegend: false }];
}

function holeWords(grid, text, { paper, ink }) {
  const room = text && roomOf(grid);
  if (!room) return [];
  const wide = room.width / room.height > (grid.x[1] - grid.x[0]) / (grid.y[1] - grid.y[0]) / 3; // else the words stand upright
  return [{ x: room.at[0], y: room.at[1], text: plain(text), textangle: wide ? 0 : -90, showarrow: false, bgcolor: paper, font: { color: ink, size: 13 } }];
}

/** The start: a ring of ink inside a ring of paper. */
function begin([x, y], { ink, paper }) {
  const marker = { symbol: "circle-open", size: [16, 13], color: [paper, ink], line: { color: [paper, ink], width: 2 } };
  return { type: "scatter", mode: "markers", x: [x, x], y: [y, y], marker, hoverinfo: "skip", showlegend: false };
}
