"""What can be taken away from a race, by name: `POST /api/export/numpy` with {"race": ..., "run": 0}."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app import bodies, i18n, limits, packed
from app.cache import ROOM, Cache
from app.declared import Coordinate, Few
from app.export.budgets import in_steps
from app.export.handout import handout
from app.export.notebook import notebook
from app.export.numpy_script import numpy_script
from app.export.offline_page import offline_page
from app.export.tidy import Untold
from app.export.torch_script import torch_script
from app.specs import Picked, picked_model
from app.wanted import wanted
from app.wire import problem

router = APIRouter(prefix="/api/export", include_in_schema=False)
_made: Cache[bytes] = Cache(32_000_000, "exports", ROOM)
_desk = ThreadPoolExecutor(1)  # one file after another: more threads would only take turns
Made = TypeVar("Made")
Slot = Annotated[int, Field(ge=0, le=99)]


class Order(Picked):
    """A run of a race, the address of the race, the window that was chosen, how its runs look."""

    link: str = Field(default="", max_length=8000)
    window: tuple[Coordinate, Coordinate, Coordinate, Coordinate] | None = None
    slots: Few[Slot] = Field(default_factory=list, max_length=limits.RUNS)

    @model_validator(mode="after")
    def _sees_something(self) -> Self:
        for low, high in ((0, 1), (2, 3)):
            if self.window is not None and not self.window[low] < self.window[high]:
                facts = {"field": f"window[{high}]", "low": f"window[{low}]"}
                raise PydanticCustomError("empty_window", "empty", facts)
        return self


async def _aside(make: Callable[..., Made], *given: Any) -> Made:
    """Make something that takes its time in one go: others are answered meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(_desk, make, *given)


class Ware(NamedTuple):
    """How one kind of file is made, and what it is."""

    make: Callable[[Order, str], Coroutine[Any, Any, str]]
    media_type: str


async def _numpy(order: Order, language: str) -> str:
    return str(await _aside(numpy_script, await in_steps(order.race, order.run), order.run, language))


async def _torch(order: Order, language: str) -> str:
    return str(await _aside(torch_script, await in_steps(order.race, order.run), order.run, language))


async def _notebook(order: Order, language: str) -> str:
    return await _aside(notebook, await in_steps(order.race, order.run), order.run, language, order.link)


async def _html(order: Order, language: str) -> str:
    return await offline_page(order.race, language, order.window, order.slots, order.link)


async def _handout(order: Order, language: str) -> str:
    return await _aside(handout, order.race, language, order.link)


_PYTHON = "text/x-python; charset=utf-8"
WARES = {
    "numpy": Ware(_numpy, _PYTHON),
    "torch": Ware(_torch, _PYTHON),
    "html": Ware(_html, "text/html; charset=utf-8"),
    "handout": Ware(_handout, "text/html; charset=utf-8"),
    "notebook": Ware(_notebook, "application/x-ipynb+json"),
}


@router.post("/{kind}")
async def export(request: Request, kind: str) -> Response:
    """One file made of a race."""
    language = bodies.language_of(request)
    if kind not in WARES:
        return problem(404, "path", i18n.text(language, "error.not_found"))
    order = await bodies.read(request, picked_model(Order))
    if isinstance(order, Response):
        return order
    question = f"{kind} {language} {order.model_dump_json()}"
    body = _made.get(question)
    if body is None:
        try:
            made = await wanted(request, WARES[kind].make(order, language))
        except Untold as untold:
            return problem(422, "run", i18n.text(language, untold.sentence))
        if isinstance(made, Response):
            return made
        body = made.encode("utf-8", "replace")
        _made.put(question, body, len(body))
    return packed.response(request, body, WARES[kind].media_type)
