"""What a surface does only once, such as training a network, is done beside the event loop."""

from __future__ import annotations

import asyncio

from pydantic import BaseModel

from app.declared import Named, build
from optim_core import Surface


async def ready(surface: Surface) -> Surface:
    """The same surface, of which everything may now be asked."""
    if type(surface).prepare is not Surface.prepare:
        await asyncio.to_thread(surface.prepare)
    return surface


async def prepared(asked: BaseModel) -> None:
    """Prepare the surface that a question is about, if it is about one."""
    named = getattr(getattr(asked, "race", asked), "surface", None)
    if isinstance(named, Named):
        await ready(build(Surface, named))
