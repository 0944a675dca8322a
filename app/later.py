"""What the first page does without is loaded once the server answers, or by whoever asks for it sooner."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

RARELY = 20_000, 10, 10  # new objects, then rounds: a crowd makes thousands, nearly all of which go by themselves
QUIET = 0.05  # seconds after the start in which the server says where it is
_log = logging.getLogger(__name__)


class Later:
    """Modules with a `router` each, whose routes join an application late."""

    def __init__(self, modules: Sequence[str], before: Callable[[], object]) -> None:
        """`before` is worth doing even before the modules are loaded: in a thread, beside the first requests."""
        self._modules, self._before = deque(modules), before
        self.done = self.failed = False

    def join(self, app: FastAPI) -> None:
        """Let a path that no route knows yet wait until all routes are there."""
        unknown = app.router.default

        async def asked(scope: Scope, receive: Receive, send: Send) -> None:
            again = app.router if self._modules else unknown
            self._include(app)
            await again(scope, receive, send)

        app.router.default = asked

    @contextlib.asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """What the application does besides serving."""
        loading = asyncio.create_task(self._try(app))
        yield
        loading.cancel()

    async def _try(self, app: FastAPI) -> None:
        try:
            await self._load(app)
        except Exception:
            self.failed = True
            _log.exception("a part of the server cannot be loaded")

    async def _load(self, app: FastAPI) -> None:
        await asyncio.sleep(QUIET)
        await asyncio.to_thread(self._before)
        for module in tuple(self._modules):
            await asyncio.to_thread(importlib.import_module, module)
        self._include(app)
        self.done = True
        gc.set_threshold(*RARELY)
        gc.freeze()  # what is loaded stays: looking through it for garbage again and again took a tenth of every race

    def _include(self, app: FastAPI) -> None:
        while self._modules:
            app.include_router(importlib.import_module(self._modules[0]).router)
            self._modules.popleft()
