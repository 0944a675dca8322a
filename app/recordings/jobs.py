"""What a worker does for recordings: it makes a file to try. It imports the core alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from optim_core.recording.sample import sample
from optim_core.rule import Rule

MAKE = "app.recordings.jobs:made"


class Try(NamedTuple):
    """A file to try: the optimizer that trains, the plane that is recorded, and what the training is called."""

    rule: Rule
    plane: str
    title: str


def made(asked: Try) -> Iterator[bytes]:
    """A file to try."""
    yield sample(asked.rule, asked.plane, asked.title)


def ready() -> None:
    """The code of the optimizers."""
    import optim_core.optimizers  # noqa: F401
