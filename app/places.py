"""Whether the folders that the settings name can be used: seen at the start and ever again."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from app import health
from app.settings import Settings
from app.workers.desk import Desk
from app.workers.place import SOME, folder
from app.workers.trouble import Trouble

AGAIN = 30.0  # seconds until they are looked at again
_FULL = (errno.ENOSPC, errno.EDQUOT)
_desk = Desk(1, 8.0)  # whose folder hangs holds up neither others nor the end of the server


@contextlib.asynccontextmanager
async def seen() -> AsyncIterator[None]:
    """Look beside all else: a folder on a network may take its time."""
    looking = asyncio.create_task(_look())
    try:
        yield
    finally:
        looking.cancel()


def unwritable(settings: Settings) -> Trouble | None:
    """Why searches cannot be kept, tried by a file that nobody sees."""
    try:
        place = folder(settings)
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(bytes(SOME))
    except Trouble as trouble:
        return trouble
    except OSError as error:
        if error.errno in _FULL:
            return Trouble("error.searches_disk", 503, "RAVINE_DATA")
        return Trouble("error.searches_folder", 503, "RAVINE_DATA", folder=place)
    return None


def unreadable(settings: Settings) -> Trouble | None:
    """Why a school's own lessons are not shown."""
    if settings.lessons and not (Path(settings.lessons).is_dir() and os.access(settings.lessons, os.R_OK | os.X_OK)):
        return Trouble("error.lessons_folder", 503, "RAVINE_LESSONS", folder=Path(settings.lessons).absolute())
    return None


async def _look() -> None:
    while True:
        settings = Settings.of_environment()
        health.tell("lessons", await _seen(unreadable, settings))
        # Nobody's home gets a folder before it is wanted.
        if settings.data or "disk" in health.told:
            health.tell("disk", await _seen(unwritable, settings))
        await asyncio.sleep(AGAIN)


async def _seen(by: Callable[[Settings], Trouble | None], settings: Settings) -> Trouble | None:
    try:
        return await _desk.ask(lambda: by(settings))
    except Trouble as slow:
        return slow
