"""What a worker does with a file: reads it, or makes one to try. It imports the core alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.recordings.told import told
from app.wire import dumps
from optim_core.recording.reading import read
from optim_core.recording.sample import sample
from optim_core.rule import Rule

READ, MAKE = "app.recordings.jobs:opened", "app.recordings.jobs:made"


class Try(NamedTuple):
    """A file to try: the optimizer that trains, the plane that is recorded, and what the training is called."""

    rule: Rule
    plane: str
    title: str


def opened(data: bytes) -> Iterator[bytes]:
    """What is in a file, as JSON. Raises Unreadable."""
    yield dumps(told(read(data))).encode()


def made(asked: Try) -> Iterator[bytes]:
    """A file to try."""
    yield sample(asked.rule, asked.plane, asked.title)


def ready() -> None:
    """The code of the optimizers."""
    import optim_core.optimizers  # noqa: F401
