"""Grids of surfaces to draw: each made once for all who ask for it, few at a time, and not for those who have left."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from fastapi import Request, Response

from app.declared import Named, build
from app.ground import drawn
from app.ready import ready
from app.together import Together
from app.wanted import wanted
from app.windows import Window
from app.wire import dumps, pack
from app.work import heights
from optim_core import Surface
from optim_core.batch import grid
from optim_core.noise import misfits
from optim_core.surface import Box

if TYPE_CHECKING:
    from app.holes import Holes

AT_ONCE = 4  # grids of either size under way; one that waits has no arrays yet
SMALL = 20_000  # points: pages ask for no more, and do not wait for those who do
_grids: Together[bytes] = Together(16_000_000, len, called="surfaces")
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[bool, asyncio.Semaphore]] = WeakKeyDictionary()


async def whole(request: Request, named: Named, window: Window) -> bytes | Response:
    """A grid as JSON; else the answer to give: nobody is there any more, or it took too long."""
    question = named.model_dump_json() + window.model_dump_json()
    if (known := _grids.whole(question)) is not None:
        return known[0]
    return await wanted(request, _told(question, named, window), "nx")


async def _told(question: str, named: Named, window: Window) -> bytes:
    async with contextlib.aclosing(_grids.making(question, functools.partial(_made, named, window))) as parts:
        return b"".join([part async for part in parts])


async def _made(named: Named, window: Window) -> AsyncGenerator[bytes, None]:
    async with _place(window):
        told = dumps(await drawing(await ready(build(Surface, named)), window)).encode()
    yield told


def _place(window: Window) -> asyncio.Semaphore:
    """Of the running event loop: a server has one, tests have many."""
    places = _places.setdefault(asyncio.get_running_loop(), {})
    return places.setdefault(window.nx * window.ny <= SMALL, asyncio.Semaphore(AT_ONCE))


def _holes(surface: Surface, box: Box) -> Holes | None:
    from app.holes import holes  # the server starts without it, and most losses have none

    return holes(surface, box)


async def drawing(surface: Surface, window: Window) -> dict[str, Any]:
    """A grid of a window of a surface, and what is known of it. Raises TooLong."""
    own = surface.domain()
    x0, x1, y0, y1 = (
        mine if asked is None else asked
        for mine, asked in zip(own, (window.x0, window.x1, window.y0, window.y1), strict=True)
    )
    box = (x0, x1, y0, y1)
    z, shift, cut = drawn(surface, await heights(surface, grid(box, window.nx, window.ny)), box)
    missing = await asyncio.to_thread(_holes, surface, box) if surface.holes else None
    finite = np.isfinite(z)
    low, high = (float(f(z[finite])) for f in (np.min, np.max)) if finite.any() else (0.0, 1.0)
    scaled = np.where(finite, (np.where(finite, z, low) - low) / ((high - low) or 1.0) * 65534, 65535)
    packed_heights = np.rint(scaled).astype(np.uint16)
    if window.coding == "differences":
        for axis in (0, 1):
            packed_heights = np.diff(packed_heights, axis=axis, prepend=np.uint16(0))
    known = np.array(surface.minima()).reshape(-1, 2)
    return {
        "kind": surface.kind,
        "x": [x0, x1, window.nx],
        "y": [y0, y1, window.ny],
        "domain": own,
        "begin": surface.begin(),
        "minima": [[*p, float(surface.value(p.reshape(2, 1))[0])] for p in known],
        "landmarks": [mark._asdict() | {"title": mark.title._asdict()} for mark in surface.landmarks()],
        "floor": surface.floor(),
        "scales": surface.scales(),
        "scale": surface.scale,
        "rows": surface.rows,
        "z": pack(packed_heights, "u2") | {"coding": window.coding},
        "low": low,
        "high": high,
        "shift": shift,
        "cut": cut,
        "holes": missing and missing.plain,
        "misfits": {name: {o: t._asdict() for o, t in options.items()} for name, options in misfits(surface).items()},
    }
