"""A race as one HTML file that plays without a server: a Plotly figure, plotly.js and a few lines of script."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NamedTuple

import jinja2
import numpy as np
from markupsafe import Markup

from app import assets, i18n, resources
from app.asset_files import PLOTLY_ALONE
from app.declared import build
from app.export.looks import Look, look
from app.export.words import race_line
from app.frames import whole
from app.ground import drawn, grown
from app.holes import Holes, holes
from app.lanes import Lane
from app.specs import Race
from app.work import Turn, heights
from optim_core import Surface
from optim_core.batch import grid
from optim_core.fields import Array
from optim_core.surface import Box

POINTS, FRAMES, GRID = 400, 100, 101  # a run's points at most, moments of the slider, points a side of the ground
WIDEST = 3.0  # a window of another shape gets a scale for each axis, as on the page
DECADES, LEAST, HIGHEST = 4.5, 1e-16, 1e3  # drawn of a deep pit; the least loss; times the start's, at most


class Track(NamedTuple):
    """One run, thinned out: the numbers of its points and where they lie."""

    label: str
    look: Look
    steps: np.ndarray
    x: Array
    y: Array
    loss: Array


async def offline_page(spec: Race, language: str, window: Box | None, slots: list[int], link: str) -> str:
    """The file. Computing gives way to other requests as a race does."""
    surface: Surface = build(Surface, spec.surface)
    turn = Turn()
    tracks = [await _track(spec, i, slots[i] if i < len(slots) else i, language, turn) for i in range(len(spec.runs))]
    box = window or surface.domain()
    ground = drawn(surface, await heights(surface, grid(box, GRID, GRID)), box).heights
    last = int(max(track.steps[-1] for track in tracks))
    data = {
        # In a thread: plotly's import takes a second the first time.
        "figure": await asyncio.to_thread(_figure, surface, box, ground, tracks, language),
        "tracks": [{"steps": t.steps.tolist()} for t in tracks],
        "moments": np.unique(np.linspace(0, last, min(last, FRAMES) + 1).round().astype(int)).tolist(),
        "step": i18n.text(language, "player.word"),
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder("templates")), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("offline.html").render(
        lang=language,
        t=lambda key, **values: i18n.text(language, key, **values),
        title=f"Ravine · {getattr(surface.title, language)}",
        words=race_line(spec, language),
        link=link if link.startswith(("http://", "https://")) else "",
        thinned=any(len(t.steps) <= t.steps[-1] for t in tracks),
        points=POINTS,
        data=_quoted(data),
        spec=_quoted(spec.model_dump(mode="json", exclude_none=True)),
        plotly=Markup(assets.store().shelf()[PLOTLY_ALONE].body.decode().replace("</script", "<\\/script")),  # noqa: S704
    )


def _quoted(value: Any) -> Markup:
    """JSON that may stand in a script block."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no way out of the script block is left


async def _track(spec: Race, run: int, slot: int, language: str, turn: Turn) -> Track:
    lane = Lane(spec, spec.runs[run])
    label = spec.runs[run].called(language)
    parts = [np.stack((c.x, c.y, c.loss)) async for c in whole(lane, turn)]
    x, y, loss = np.concatenate(parts, axis=1)
    steps = np.unique(np.linspace(0, len(x) - 1, min(len(x), POINTS)).round().astype(int))
    return Track(label, look(slot), steps, x[steps], y[steps], loss[steps])


def _figure(surface: Surface, box: Box, ground: Array, tracks: list[Track], language: str) -> Any:
    """The figure at its end: the ground, then for each run its path and its head, then its loss."""
    from plotly import graph_objects as go  # slow to import, and needed here only
    from plotly.subplots import make_subplots

    x0, x1, y0, y1 = box
    figure = make_subplots(rows=2, cols=1, row_heights=[0.68, 0.32], vertical_spacing=0.1)
    greys = {"colorscale": [[0, "#fbfcfd"], [1, "#c0c9d4"]], "line": {"color": "#98a5b6", "width": 1}}
    xs, ys = np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID)
    z = grown(ground)
    if surface.scale == "log":  # a grid cannot show a pit that is deeper
        z = np.maximum(z, np.max(z, where=np.isfinite(z), initial=-np.inf) - DECADES)
    z = z.astype(np.float32)
    figure.add_trace(go.Contour(x=xs, y=ys, z=z, showscale=False, hoverinfo="skip", ncontours=16, **greys), 1, 1)
    if missing := holes(surface, box):
        figure.add_trace(_hole(missing, box, i18n.text(language, "picture.no-value"), go), 1, 1)
    cross = {"symbol": "cross-thin", "size": 12, "line": {"color": "#17202b", "width": 2}}
    minima = np.reshape(surface.minima(), (-1, 2)).T
    figure.add_trace(go.Scatter(x=minima[0], y=minima[1], mode="markers", marker=cross, showlegend=False), 1, 1)
    floor = surface.floor()
    losses = [t.loss if floor is None else np.maximum(t.loss - floor, LEAST) for t in tracks]
    for track, loss in zip(tracks, losses, strict=True):
        line = {"color": track.look.colour, "dash": track.look.dash, "width": 2.5}
        rim = {"color": "white", "width": 2}
        head = {"color": track.look.colour, "symbol": track.look.symbol, "size": 12, "line": rim}
        same = {"name": _harmless(track.label), "legendgroup": str(id(track))}
        hidden = {**same, "showlegend": False}
        figure.add_trace(go.Scatter(x=track.x, y=track.y, mode="lines", line=line, **same), 1, 1)
        figure.add_trace(go.Scatter(x=track.x[-1:], y=track.y[-1:], mode="markers", marker=head, **hidden), 1, 1)
        figure.add_trace(go.Scatter(x=track.steps, y=loss, mode="lines", line=line, **hidden), 2, 1)
    _lay_out(figure, box, max(int(t.steps[-1]) for t in tracks), losses, floor, language)
    return json.loads(figure.to_json())


def _hole(missing: Holes, box: Box, name: str, go: Any) -> Any:
    """What covers the places without a value."""
    x0, x1, y0, y1 = box
    rims = [[*ring, ring[0], (np.nan, np.nan)] for ring in missing.rings]
    x, y = np.array([place for rim in rims for place in rim]).T
    grey = "#8894a3"
    return go.Scatter(
        x=x0 + x * (x1 - x0),
        y=y0 + y * (y1 - y0),
        mode="lines",
        line={"color": grey, "width": 1},
        fill="toself",
        fillpattern={"shape": "/", "size": 9, "solidity": 0.12, "fgcolor": grey, "bgcolor": "#ffffff"},
        hoverinfo="skip",
        name=name,
    )


def _lay_out(figure: Any, box: Box, last: int, losses: list[Array], floor: float | None, language: str) -> None:
    """Axes that stand still while the race plays."""
    x0, x1, y0, y1 = box
    top = max((loss[0] for loss in losses if np.isfinite(loss[0])), default=np.inf)
    reach = np.concatenate(losses)
    reach = reach[np.isfinite(reach) & (reach <= max(top * HIGHEST, top + HIGHEST))]
    low, high = (float(f(reach)) for f in (np.min, np.max)) if len(reach) else (LEAST, 1.0)  # none is a number
    named = i18n.text(language, "chart.title" if floor in (None, 0.0) else "chart.above")
    bounds = [low, high] if floor is None else [np.log10(low) - 0.3, np.log10(high) + 0.3]
    figure.update_xaxes(range=[x0, x1], title="x", row=1, col=1)
    figure.update_yaxes(range=[y0, y1], title="y", row=1, col=1)
    if 1 / WIDEST <= (y1 - y0) / (x1 - x0) <= WIDEST:  # a gradient is seen perpendicular to its contour
        figure.update_yaxes(scaleanchor="x", constrain="domain", row=1, col=1)
        figure.update_xaxes(constrain="domain", row=1, col=1)
    figure.update_xaxes(range=[0, last or 1], title=i18n.text(language, "chart.steps"), row=2, col=1)
    scale = "linear" if floor is None else "log"
    figure.update_yaxes(range=bounds, title=named, type=scale, exponentformat="power", row=2, col=1)
    font = {"family": "system-ui, 'Malgun Gothic', 'Noto Sans KR', sans-serif", "size": 14}
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom"}
    figure.update_layout(template="plotly_white", font=font, legend=legend, margin={"l": 64, "r": 16, "t": 24, "b": 48})


def _harmless(label: str) -> str:
    """A label whose signs mean nothing to Plotly, which reads a little HTML."""
    return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
